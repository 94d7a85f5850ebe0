import { isMediaConduitError } from '@mediaconduit/sdk';
import { createRuntime, setDefaultRuntime, type Runtime } from '@mediaconduit/runtime';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CowsayProvider } from './index';

/** A program that has let the cow speak, and goes on until it is told to end. */
interface CowProgram {
  readonly child: ChildProcess;
  readonly text: string;
  readonly containerId: string;
  /** Resolves to exit code or signal. */
  readonly ended: Promise<number | string>;
}

describe('CowsayProvider on Docker', () => {
  let home: TemporaryFolder;
  let runtime: Runtime;
  let children: ChildProcess[] = [];

  const open = (): Runtime =>
    createRuntime({ projectFolder: path.dirname(__dirname), home: home.path, engine: 'docker' });
  const containers = async (): Promise<string[]> =>
    (await runtime.services.inspect()).filter(({ engine }) => engine === 'docker').map(({ id }) => id);

  beforeEach(async () => {
    home = await temporaryFolder();
    runtime = open();
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
    await runtime.services.stop('cowsay-service');
    await runtime.close();
    await home[Symbol.asyncDispose]();
  });

  async function speak(): Promise<CowProgram> {
    const main = path.join(__dirname, '__fixtures__', 'cow-program.cjs');
    const child = spawn(process.execPath, [main, home.path], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
    const failed = ended.then((how) => Promise.reject(new Error(`the program ended with ${how} before it spoke`)));
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), failed])) as [string];
    failed.catch(() => undefined); // its end comes later
    return { child, ended, ...(JSON.parse(line) as { text: string; containerId: string }) };
  }

  function end({ child, ended }: CowProgram): Promise<number | string> {
    child.stdin?.write('end\n');
    return ended;
  }

  it('starts its container, draws with options, and leaves nothing when the runtime is closed', async () => {
    const states: string[] = [];
    runtime.events.on('service-state-changed', ({ currentState }) => states.push(currentState));
    const model = await runtime.model('.', { capability: 'text-to-text' });
    const text = await model.transform('Hello', { cow: 'tux', mode: 'dead' });
    expect(text.content).toContain('< Hello >');
    expect(text.lineage).toMatchObject({ provider: 'cowsay', model: 'cowsay-default' });
    expect(await containers()).toHaveLength(1);
    await model.transform('Again');
    expect(states).toEqual(['creating', 'starting', 'ready']);
    await runtime.close();
    runtime = open();
    expect(await containers()).toEqual([]);
  });

  it('passes on what the service refuses, with its nearest name', async () => {
    const model = await runtime.model('.');
    const failure = await model.transform('Hello', { cow: 'dragn' }).catch((error: unknown) => error);
    expect(isMediaConduitError(failure, 'MC_OPTIONS_INVALID')).toBe(true);
    expect(failure).toMatchObject({ message: expect.stringContaining('dragon') });
  });

  it('starts the container anew for the call after it was removed', async () => {
    const model = await runtime.model('.', { capability: 'text-to-text' });
    await model.transform('one');
    const [first] = await containers();
    const docker = await runtime.engines.get('docker');
    await docker?.stop(first ?? '');
    const text = await eventually(() => model.transform('two'));
    expect(text.content).toContain('< two >');
    expect(await containers()).not.toContain(first);
  });

  it('can be made by hand, with an address or without', async () => {
    setDefaultRuntime(runtime);
    const provider = new CowsayProvider();
    await expect(provider.getModel('cowsay-default').transform('by hand')).resolves.toMatchObject({
      content: expect.stringContaining('< by hand >'),
    });
    const { baseUrl } = await (await runtime.services.getService('@mediaconduit/cowsay-service')).lease();
    const other = new CowsayProvider();
    await other.configure({ serviceUrl: baseUrl });
    await expect(other.getModel('cowsay-default').transform('elsewhere')).resolves.toMatchObject({
      content: expect.stringContaining('< elsewhere >'),
    });
    expect(await containers()).toHaveLength(1);
  });

  it('is shared by two programs at once, and stopped by the last that leaves', async () => {
    const [first, second] = await Promise.all([speak(), speak()]);
    expect(first.text).toContain('< Moo from Docker >');
    expect(second.containerId).toBe(first.containerId);
    expect(await containers()).toEqual([first.containerId]);
    await expect(end(first)).resolves.toBe(0);
    expect(await containers()).toEqual([first.containerId]);
    await expect(end(second)).resolves.toBe(0);
    await eventually(async () => expect(await containers()).toEqual([]));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is stopped when its program is ended by %s', async (signal) => {
    const program = await speak();
    program.child.kill(signal);
    await expect(program.ended).resolves.toBe(signal);
    await eventually(async () => expect(await containers()).toEqual([]));
  });

  it('leaves nothing for good when its program is killed: the next start takes over or removes what is there', async () => {
    const killed = await speak();
    killed.child.kill('SIGKILL');
    await expect(killed.ended).resolves.toBe('SIGKILL');
    const next = await speak();
    expect(next.text).toContain('< Moo from Docker >');
    expect(await containers()).toEqual([next.containerId]);
    await expect(end(next)).resolves.toBe(0);
    await eventually(async () => expect(await containers()).toEqual([]));
  });
});

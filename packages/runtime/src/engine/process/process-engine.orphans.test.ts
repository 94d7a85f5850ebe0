import type { ProcessPort, ServiceDefinition } from '@mediaconduit/sdk';
import { eventually, serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { copyFile, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

const FIXTURES = path.join(__dirname, '__fixtures__');

/** A process that ended but was not collected yet counts as gone. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await eventually(async () => expect(pids.filter(isRunning)).toEqual([]));
}

describe('createProcessEngine in a program that ends without closing it', () => {
  let folder: TemporaryFolder;
  let programs: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
    await copyFile(path.join(FIXTURES, 'family.cjs'), path.join(folder.path, 'family.cjs'));
  });
  afterEach(async () => {
    for (const program of programs) program.kill('SIGKILL');
    programs = [];
    await folder[Symbol.asyncDispose]();
  });

  const family = (port: ProcessPort, environment: Record<string, string> = {}): ServiceDefinition =>
    serviceDefinition({
      folder: folder.path,
      environment,
      process: { command: ['node', 'family.cjs'], port, environment: {} },
    });

  function run(definition: ServiceDefinition, then: string, env = process.env): ChildProcess {
    const argv = [path.join(FIXTURES, 'run-engine.cjs'), JSON.stringify(definition), then];
    const program = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    programs.push(program);
    return program;
  }

  async function toldPids(program: ChildProcess): Promise<number[]> {
    const ended = once(program, 'exit').then(() => Promise.reject(new Error('the program ended before it told')));
    const told = once(program.stdout ?? program, 'data');
    const [chunk] = (await Promise.race([told, ended])) as [Buffer];
    return JSON.parse(chunk.toString()) as number[];
  }

  async function writtenPids(): Promise<number[]> {
    const text = await eventually(async () => {
      const written = await readFile(path.join(folder.path, 'pids'), 'utf8');
      expect(written).toMatch(/^\d+ \d+$/);
      return written;
    });
    return text.split(' ').map(Number);
  }

  const withoutSetpriv = { ...process.env, PATH: '/nonexistent' };
  it.each([
    ['as it is', process.env],
    ['without setpriv', withoutSetpriv],
  ])('leaves no child and no grandchild after SIGKILL, on a machine %s', async (_machine, env) => {
    const program = run(family('fd'), 'wait for ever', env);
    const pids = await toldPids(program);
    expect(pids.filter(isRunning)).toEqual(pids);
    program.kill('SIGKILL');
    await untilGone(pids);
  });

  it('leaves nothing after SIGKILL in the middle of a start', async () => {
    const program = run(family('ipc', { SILENT: '1' }), 'wait for ever');
    const pids = await writtenPids();
    expect(pids.filter(isRunning)).toEqual(pids);
    program.kill('SIGKILL');
    await untilGone(pids);
  });

  it.each([
    ['an inherited socket', 'fd'],
    ['a message', 'ipc'],
    ['a line of output', { log: 'pids \\d+ (\\d+)' }],
  ] as const)('lets the program end by itself when the port comes by %s, and leaves nothing', async (_how, port) => {
    const program = run(family(port), 'end');
    const pids = await toldPids(program);
    const [code] = (await once(program, 'exit')) as [number];
    expect(code).toBe(0);
    await untilGone(pids);
  });

  it('lets the program end although it keeps the address of a service that does not run', async () => {
    const program = run(family('fd'), 'stop');
    const pids = await toldPids(program);
    await untilGone(pids);
    const stopped = performance.now();
    const [code] = (await once(program, 'exit')) as [number];
    expect(code).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(5000);
  });

  it.each(['wait for ever', 'stop', 'end'])(
    'leaves no child that has left the group, when told to %s',
    async (then) => {
      const program = run(family('fd', { APART: '1' }), then);
      const pids = await toldPids(program);
      if (then === 'wait for ever') program.kill('SIGKILL');
      await untilGone(pids);
    },
  );

  it('leaves nothing when the program ends while the service still starts', async () => {
    const program = run(family('fd'), 'end unheard');
    const [code] = (await once(program, 'exit')) as [number];
    expect(code).toBe(0);
    await eventually(async () => {
      const entries = await processesIn(folder.path);
      expect(entries).toEqual([]);
    });
  });
});

/** Ids of running processes whose working folder is this one. */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => '');
    if (cwd === folder) found.push(name);
  }
  return found;
}

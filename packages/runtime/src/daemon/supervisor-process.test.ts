import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { eventually, serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createRuntime } from '../create-runtime';
import { createStackHost } from './create-stack-host';
import { JsonClient } from './json-client';
import type { ServiceStatus, StackLine, UpRequest, UpResult } from './protocol';
import { supervisorAddress } from './supervisor-address';
import { SupervisorClient } from './supervisor-client';
import { serveHome, type SupervisorProcess } from './supervisor-process';

const SERVER = `
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  setTimeout(() => response.end(process.env.WORD ?? 'muh'), request.url === '/slow' ? 1500 : 0);
});
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;

const service = (lines: readonly string[] = []): string =>
  [
    "    process: { command: [node, server.js], port: { log: 'port (\\d+)' } }",
    '    readiness: { path: / }',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');

describe('serveHome', () => {
  let folder: TemporaryFolder;
  let home: string;
  let project: string;
  let client: SupervisorClient;
  let supervisor: SupervisorProcess | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    [home, project] = [join(folder.path, 'home'), folder.path];
    client = new SupervisorClient(new JsonClient(supervisorAddress(home)));
    await writeFile(join(project, 'server.js'), SERVER);
  });

  afterEach(async () => {
    await supervisor?.close();
    supervisor = undefined;
    await folder[Symbol.asyncDispose]();
  });

  const serve = async ({ lockWithinMs = 60_000 } = {}): Promise<SupervisorProcess> => {
    const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log: SILENT_LOGGER });
    return serveHome({ home, environment: process.env, version: '1.2.3', createHost, lockWithinMs });
  };

  const stackFile = async (text: string): Promise<void> => writeFile(join(project, 'mediaconduit.yml'), text);

  const up = async (request: Partial<UpRequest> = {}): Promise<(StackLine | UpResult)[]> => {
    const file = join(project, 'mediaconduit.yml');
    const full = { file, features: {}, services: [], environment: { ...process.env } as Record<string, string> };
    const lines: (StackLine | UpResult)[] = [];
    for await (const line of client.up({ ...full, wait: true, ...request })) lines.push(line);
    return lines;
  };

  const services = async (): Promise<readonly ServiceStatus[]> => (await client.status()).stacks[0]?.services ?? [];
  const say = async (name: string): Promise<string> => {
    const { baseUrl = '' } = (await services()).find((one) => one.name === name) ?? {};
    return (await fetch(baseUrl)).text();
  };

  it('starts a stack in order, tells what happens, and ends with its last stack', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  hen:\n${service(['dependsOn: [cow]'])}\n  cow:\n${service()}\n`);
    const lines = await up();
    const ready = lines.flatMap((line) =>
      line.type === 'state' && line.status.state === 'ready' ? [line.service] : [],
    );
    expect(ready).toEqual(['cow', 'hen']);
    expect(lines.at(-1)).toMatchObject({ type: 'result', stack: { name: 'farm', configuration: 1 } });
    expect(await client.info()).toMatchObject({ pid: process.pid, version: '1.2.3', home });
    await expect(say('cow')).resolves.toBe('muh');
    const [stack] = (await client.status()).stacks;
    await client.down(stack?.id ?? '');
    await supervisor.closed;
    expect(existsSync(supervisorAddress(home))).toBe(false);
    await expect(client.info()).rejects.toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE' });
  });

  it('starts a service again that died, and tells how it died', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service(['restart: { delayMs: 100 }'])}\n`);
    await up();
    const { baseUrl = '' } = (await services())[0] ?? {};
    await fetch(`${baseUrl}/die`).catch(() => undefined);
    await eventually(async () => {
      expect(await services()).toMatchObject([{ state: 'ready', generation: 2, restarts: 1 }]);
    });
  });

  it('changes only what changed', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n  hen:\n${service()}\n`);
    await up();
    await stackFile(
      `name: farm\nservices:\n  cow:\n${service()}\n  hen:\n${service(['environment: { WORD: gack }'])}\n`,
    );
    await up();
    expect(await services()).toMatchObject([
      { name: 'cow', generation: 1 },
      { name: 'hen', generation: 2 },
    ]);
    await expect(say('hen')).resolves.toBe('gack');
    await expect(say('cow')).resolves.toBe('muh');
  });

  it('keeps what runs when the file is wrong, and forgets a stack that never was right', async () => {
    supervisor = await serve();
    await stackFile('services: { cow: { dependsOn: [bull] } }');
    await expect(up()).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    expect((await client.status().catch(() => ({ stacks: [] }))).stacks).toEqual([]);
    await supervisor.close();
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    await stackFile('services: nonsense');
    await expect(up()).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    expect(await services()).toMatchObject([{ name: 'cow', state: 'ready', generation: 1 }]);
  });

  it('starts what was last in force when its file is wrong after a crash, and says so', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    await supervisor.close();
    supervisor = await serve();
    await stackFile('services: nonsense');
    expect((await up()).at(-1)).toMatchObject({
      type: 'result',
      stack: { configuration: 1, rejected: { code: 'MC_STACK_INVALID' }, services: [{ name: 'cow', state: 'ready' }] },
    });
    await expect(say('cow')).resolves.toBe('muh');
  });

  it('follows its file, and runs on as it was when the file becomes wrong', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n  hen:\n${service()}\n`);
    await eventually(async () => {
      expect(await services()).toMatchObject([
        { name: 'cow', generation: 1 },
        { name: 'hen', state: 'ready' },
      ]);
    });
    await stackFile(`name: farm\nservices:\n  cow:\n${service(['environment: { WORD: [] }'])}\n`);
    await eventually(async () => {
      expect((await client.status()).stacks[0]?.rejected).toMatchObject({ code: 'MC_STACK_INVALID' });
    });
    expect(await services()).toMatchObject([{ generation: 1 }, { generation: 1 }]);
  });

  it('takes changes by calls, refuses those that come too late, and goes back', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    const id = (await client.status()).stacks[0]?.id ?? '';
    const { etag } = await client.config(id);
    const changed = await client.changeConfig(id, { cow: { environment: { WORD: 'patched' } } }, etag);
    expect(changed).toMatchObject({ seq: 2, source: 'api' });
    await expect(say('cow')).resolves.toBe('patched');
    const late = client.changeConfig(id, { cow: { environment: { WORD: 'late' } } }, etag);
    await expect(late).rejects.toMatchObject({ code: 'MC_CONFIG_CONFLICT' });
    await client.rollBackConfig(id);
    await expect(say('cow')).resolves.toBe('muh');
  });

  it('brings back what ran when a changed service does not start', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    const id = (await client.status()).stacks[0]?.id ?? '';
    const broken = { cow: { process: { command: ['node', 'missing.js'] } } };
    await expect(client.changeConfig(id, broken)).rejects.toMatchObject({ code: expect.stringMatching(/^MC_/) });
    await expect(say('cow')).resolves.toBe('muh');
    expect((await client.config(id)).seq).toBe(1);
  });

  it('lends its services to programs of the project, again after a restart', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service(['environment: { WORD: leased }'])}\n`);
    await up();
    await using runtime = createRuntime({ projectFolder: project, home, environment: { PATH: process.env['PATH'] } });
    const handle = runtime.services.open(serviceDefinition({ id: 'cow', folder: project }));
    expect((await handle.request({ path: '/' })).text()).toBe('leased');
    const before = handle.baseUrl;
    await client.restart((await client.status()).stacks[0]?.id ?? '', 'cow');
    await eventually(async () => {
      expect((await handle.request({ path: '/' })).text()).toBe('leased');
      expect(handle.baseUrl).not.toBe(before);
    });
  });

  it.each([true, false])('lets the calls of programs end when a service is restarted, rolling: %s', async (rolling) => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service([`rolling: ${rolling}`])}\n`);
    await up();
    await using runtime = createRuntime({ projectFolder: project, home, environment: { PATH: process.env['PATH'] } });
    const handle = runtime.services.open(serviceDefinition({ id: 'cow', folder: project }));
    await handle.request({ path: '/' });
    const slow = handle.request({ method: 'POST', path: '/slow' });
    const restarting = client.restart((await client.status()).stacks[0]?.id ?? '', 'cow');
    await eventually(async () => expect((await services())[0]).toMatchObject({ generation: rolling ? 2 : 1 }));
    await restarting;
    expect((await slow).text()).toBe('muh');
    expect((await handle.request({ path: '/' })).text()).toBe('muh');
    expect(await services()).toMatchObject([{ generation: 2, state: 'ready' }]);
  });

  it('spares a leased service as its stack file says, also when that changes', async () => {
    supervisor = await serve();
    const file = (openMs: number): string =>
      `name: farm\nservices:\n  cow:\n${service([`breaker: { connectionFailures: 1, openMs: ${openMs} }`])}\n`;
    await stackFile(file(7000));
    await up();
    await using runtime = createRuntime({ projectFolder: project, home, environment: { PATH: process.env['PATH'] } });
    const handle = runtime.services.open(serviceDefinition({ id: 'cow', folder: project }));
    await handle.request({ path: '/' });
    const [before, breaker] = [handle.baseUrl, runtime.breakers.getBreaker('cow')];
    const secondsOpen = (): number => {
      breaker.reset();
      breaker.acquire().fail(Object.assign(new Error('lost'), { code: 'ECONNREFUSED' }));
      return Math.round((breaker.getMetrics().nextProbeMs ?? 0) / 1000);
    };
    expect(secondsOpen()).toBeLessThan(10);
    await client.changeConfig((await client.status()).stacks[0]?.id ?? '', file(40_000));
    await eventually(async () => expect(secondsOpen()).toBeGreaterThan(30));
    breaker.reset();
    await handle.request({ path: '/' });
    expect([handle.baseUrl, await services()]).toMatchObject([before, [{ generation: 1 }]]);
  });

  it('starts a stack again that is being ended', async () => {
    supervisor = await serve();
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    await up();
    const ending = client.down((await client.status()).stacks[0]?.id ?? '');
    await up();
    await ending;
    expect(await services()).toMatchObject([{ state: 'ready', generation: 1 }]);
  });

  it('fails a start that is ended meanwhile', async () => {
    supervisor = await serve();
    await writeFile(join(project, 'server.js'), 'setInterval(() => undefined, 1000)');
    await stackFile(`name: farm\nservices:\n  cow:\n${service()}\n`);
    const starting = expect(up()).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    await eventually(async () => expect(await services()).toHaveLength(1));
    await client.down((await client.status()).stacks[0]?.id ?? '');
    await starting;
  });

  it('keeps a home for itself, and lets nobody wait for it who would not be needed', async () => {
    supervisor = await serve();
    for (const lockWithinMs of [100, 60_000]) {
      await expect(serve({ lockWithinMs })).rejects.toMatchObject({
        code: 'MC_HOME_LOCKED',
        facts: { home, pid: process.pid, program: process.argv[1] },
      });
    }
  });
});

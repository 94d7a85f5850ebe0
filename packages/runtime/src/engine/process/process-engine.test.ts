import type { ProcessPort, ServiceDefinition, ServiceEngine } from '@mediaconduit/sdk';
import {
  CONTRACT_SERVICE_FILE,
  copyContractService,
  createManualClock,
  eventually,
  IGNORE_TERMINATION,
  serviceDefinition,
  temporaryFolder,
  type TemporaryFolder,
} from '@mediaconduit/testkit';
import { existsSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createProcessEngine, type ProcessEngineOptions } from './process-engine';

const { signal } = new AbortController();

/** A program of a few lines, given to Node.js on the command line. */
const script = (source: string): readonly string[] => ['node', '-e', source];

describe('createProcessEngine', () => {
  let folder: TemporaryFolder;
  let engine: ServiceEngine;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await copyContractService(folder.path);
  });
  beforeEach(() => {
    engine = createProcessEngine();
  });
  afterEach(() => engine.close());
  afterAll(() => folder[Symbol.asyncDispose]());

  function replaceEngine(options: ProcessEngineOptions): void {
    engine = createProcessEngine(options);
  }

  function define(command: readonly string[], port: ProcessPort = 'ipc'): ServiceDefinition {
    return serviceDefinition({ folder: folder.path, process: { command, port, environment: {} } });
  }

  const contractService = (overrides: Partial<ServiceDefinition> = {}): ServiceDefinition => ({
    ...define(['node', CONTRACT_SERVICE_FILE], 'fd'),
    ...overrides,
  });

  async function textOf(baseUrl: string, route: string): Promise<string> {
    return eventually(async () => (await fetch(`${baseUrl}${route}`)).text());
  }

  describe('ensure', () => {
    it('names a program that is not installed', async () => {
      await expect(engine.ensure(define(['no-such-program-here']), { signal })).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        hint: expect.stringContaining('install "no-such-program-here"'),
        facts: { service: 'test-service', command: 'no-such-program-here', reason: 'ENOENT' },
      });
      await expect(engine.list()).resolves.toEqual([]);
    });

    it('names a program that is not in the folder', async () => {
      await expect(engine.ensure(define(['./server']), { signal })).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        hint: expect.stringContaining(folder.path),
        facts: { command: './server', reason: 'ENOENT' },
      });
    });

    it('says so when the folder of the definition is not there', async () => {
      const missing = path.join(folder.path, 'missing');
      const definition = contractService({ folder: missing });
      await expect(engine.ensure(definition, { signal })).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        hint: expect.stringContaining(missing),
      });
      await expect(engine.list()).resolves.toEqual([]);
    });

    it.each([
      ['ends with an exit code', 'process.exit(3)', { exitCode: 3, signal: undefined }],
      ['is killed', 'process.kill(process.pid, "SIGKILL")', { exitCode: 137, signal: 'SIGKILL' }],
    ])('tells how a program %s before it listens, with its last lines', async (_how, end, facts) => {
      const definition = define(script(`console.log('one'); console.error('two\\u001b[2J'); ${end}`));
      const failure: unknown = await engine.ensure(definition, { signal }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'MC_SERVICE_START_FAILED', facts: { service: 'test-service', ...facts } });
      expect(failure).toHaveProperty('facts.logs', expect.arrayContaining(['one', 'two\\x1b[2J']));
      await expect(engine.list()).resolves.toEqual([]);
    });

    it.each([
      [{ log: 'up on (\\d+)' }, 'no line of its output matches up on (\\d+) (process.port.log in'],
      ['ipc' as const, 'it has to send { type: "listening", port }'],
    ])('kills a program that never says its port, and tells what was expected: %j', async (port, hint) => {
      const silent = define(
        script("process.on('SIGTERM', () => 0); console.log('hello'); setInterval(() => 0, 1000)"),
        port,
      );
      const definition = { ...silent, readiness: { path: '/health', timeoutMs: 1000 } };
      await expect(engine.ensure(definition, { signal })).rejects.toMatchObject({
        code: 'MC_SERVICE_START_TIMEOUT',
        message: 'test-service did not say its port in 1000 ms.',
        hint: expect.stringContaining(hint),
        facts: { service: 'test-service', logs: ['hello'] },
      });
      await expect(engine.list()).resolves.toEqual([]);
    });

    it('gives the last 50 lines of output, not more', async () => {
      const definition = define(script('for (let i = 1; i <= 120; i++) console.log(i); process.exit(1)'));
      const failure: unknown = await engine.ensure(definition, { signal }).catch((error: unknown) => error);
      const last = Array.from({ length: 50 }, (_, index) => String(71 + index));
      expect(failure).toHaveProperty('facts.logs', last);
    });

    it('kills a program that never says where it listens when the start is aborted', async () => {
      const abort = new AbortController();
      const start = engine.ensure(define(script('console.log("up"); setInterval(() => 0, 1000)')), {
        signal: abort.signal,
      });
      const [created] = await eventually(async () => {
        const list = await engine.list();
        expect(await engine.logs(list[0]?.id ?? '')).toEqual(['up']);
        return list;
      });
      expect(created?.state).toBe('created');
      abort.abort();
      await expect(start).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', hint: expect.any(String) });
      await expect(engine.list()).resolves.toEqual([]);
      expect(() => process.kill(Number(created?.id.slice('pid:'.length)), 0)).toThrow('ESRCH');
    });

    it('rejects with the error that the abort carries', async () => {
      const reason = await engine.ensure(define(['no-such-program-here']), { signal }).catch((error: unknown) => error);
      const abort = new AbortController();
      const start = engine.ensure(define(script('setInterval(() => 0, 1000)')), { signal: abort.signal });
      abort.abort(reason);
      await expect(start).rejects.toBe(reason);
    });

    it('hands over variables whose names a shell would drop', async () => {
      const environment = { 'discovery.type': 'single-node' };
      const { baseUrl } = await engine.ensure(contractService({ environment }), { signal });
      await expect(textOf(baseUrl, '/environment?name=discovery.type')).resolves.toBe('single-node');
    });

    it('starts 16 services at once, each with a port of its own', async () => {
      const ids = Array.from({ length: 16 }, (_, index) => `service-${index}`);
      const services = await Promise.all(
        ids.map((id) => engine.ensure(contractService({ id }), { signal: new AbortController().signal })),
      );
      expect(new Set(services.map(({ address }) => address.port)).size).toBe(16);
      const answers = await Promise.all(services.map(({ baseUrl }) => textOf(baseUrl, '/')));
      expect(answers).toEqual(ids.map(() => 'ok'));
    });

    it('hands over none of our variables but what every program needs', async () => {
      replaceEngine({ environment: { ...process.env, OUR_KEY: 's3cret', NODE_OPTIONS: '--no-warnings' } });
      const { baseUrl } = await engine.ensure(contractService(), { signal });
      await expect(textOf(baseUrl, '/environment?name=PATH')).resolves.toBe(process.env['PATH']);
      await expect(textOf(baseUrl, '/environment?name=OUR_KEY')).resolves.toBe('');
      await expect(textOf(baseUrl, '/environment?name=NODE_OPTIONS')).resolves.toBe('');
    });

    it('does not let the definition choose the port of a child that reports it', async () => {
      const { process: block } = define(['node', CONTRACT_SERVICE_FILE], 'ipc');
      const definition = contractService({ process: block, environment: { PORT: '1', HOST: '0.0.0.0' } });
      const { address, baseUrl } = await engine.ensure(definition, { signal });
      expect(address.port).not.toBe(1);
      await expect(textOf(baseUrl, '/environment?name=HOST')).resolves.toBe('127.0.0.1');
    });
  });

  describe('stop', () => {
    it('waits for the whole grace, then insists', async () => {
      const clock = createManualClock();
      replaceEngine({ clock });
      const definition = contractService({ environment: { [IGNORE_TERMINATION]: '1' } });
      const { baseUrl, id } = await engine.ensure(definition, { signal });
      await textOf(baseUrl, '/');
      const stopped = jest.fn();
      const stop = engine.stop(id, { graceMs: 5000 }).then(stopped);
      await eventually(async () => expect(await engine.logs(id)).toContain('asked to end'));
      await clock.advance(4999);
      expect(stopped).not.toHaveBeenCalled();
      expect((await engine.inspect(id))?.state).toBe('running');
      await clock.advance(1);
      await stop;
      expect(clock.pending).toBe(0);
      await expect(engine.list()).resolves.toEqual([]);
    });

    it('insists at once when its signal aborts', async () => {
      const clock = createManualClock();
      replaceEngine({ clock });
      const definition = contractService({ environment: { [IGNORE_TERMINATION]: '1' } });
      const { baseUrl, id } = await engine.ensure(definition, { signal });
      await textOf(baseUrl, '/');
      const impatient = new AbortController();
      const stop = engine.stop(id, { signal: impatient.signal });
      impatient.abort();
      await stop;
      expect(clock.pending).toBe(0);
    });

    it('lets the next start wait for its end, as long as the caller wants', async () => {
      const clock = createManualClock();
      replaceEngine({ clock });
      const definition = contractService({ environment: { [IGNORE_TERMINATION]: '1' } });
      const { baseUrl, id } = await engine.ensure(definition, { signal });
      await textOf(baseUrl, '/');
      const stop = engine.stop(id);
      const abort = new AbortController();
      const impatient = engine.ensure(definition, { signal: abort.signal });
      abort.abort();
      await expect(impatient).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      const patient = engine.ensure(definition, { signal });
      expect(await engine.list()).toHaveLength(1);
      await clock.advance(10_000);
      await stop;
      expect((await patient).id).not.toBe(id);
    });

    it('ends what the service has started, too', async () => {
      const family = define(['node', path.join(__dirname, '__fixtures__/family.cjs')]);
      const { id } = await engine.ensure(family, { signal });
      const line = (await engine.logs(id)).find((text) => text.startsWith('pids ')) ?? '';
      const grandchild = Number(line.split(' ')[2]);
      expect(process.kill(grandchild, 0)).toBe(true);
      await engine.stop(id);
      await eventually(async () => expect(() => process.kill(grandchild, 0)).toThrow('ESRCH'));
    });

    it('refuses callers at once instead of leaving them in the backlog', async () => {
      const definition = contractService({ environment: { [IGNORE_TERMINATION]: '1' } });
      const { address, baseUrl, id } = await engine.ensure(definition, { signal });
      await textOf(baseUrl, '/');
      await engine.stop(id, { graceMs: 0 });
      const caller = net.connect(address.port, address.host);
      const refused = new Promise((resolve) => caller.once('error', resolve));
      await expect(refused).resolves.toMatchObject({ code: 'ECONNREFUSED' });
    });
  });

  describe('closeSync', () => {
    it('kills what runs and what starts, without waiting', async () => {
      const { id } = await engine.ensure(contractService(), { signal });
      const start = engine.ensure(define(script('setInterval(() => 0, 1000)')), { signal });
      const failed = expect(start).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
      await eventually(async () => expect(await engine.list()).toHaveLength(2));
      engine.closeSync();
      await failed;
      await eventually(async () => expect((await engine.inspect(id))?.exitCode).toBe(137));
    });
  });

  describe('subscribe', () => {
    it('survives a listener that throws, and reports it', async () => {
      const error = jest.fn();
      const silent = jest.fn();
      replaceEngine({ log: { debug: silent, info: silent, warn: silent, error } });
      const heard = jest.fn();
      engine.subscribe(() => {
        throw new Error('a fault of the listener');
      });
      engine.subscribe(heard);
      await engine.ensure(contractService(), { signal });
      expect(heard).toHaveBeenCalledTimes(1);
      expect(error).toHaveBeenCalledTimes(1);
    });
  });

  const DESCRIPTORS = '/proc/self/fd';
  const inUse = () => ({
    descriptors: existsSync(DESCRIPTORS) ? readdirSync(DESCRIPTORS).length : 0,
    resources: process.getActiveResourcesInfo().length,
  });
  it('keeps no descriptor and no handle over 50 starts and stops', async () => {
    const cycle = async (port: ProcessPort): Promise<void> => {
      const { id } = await engine.ensure(define(['node', CONTRACT_SERVICE_FILE], port), { signal });
      await engine.stop(id, { graceMs: 0 });
    };
    await cycle('fd');
    await cycle('ipc');
    const before = inUse();
    for (let round = 0; round < 50; round += 1) await cycle(round % 2 === 0 ? 'fd' : 'ipc');
    // What is just being closed is still counted for a moment: after the rounds as well as before them.
    await eventually(async () => {
      const { descriptors, resources } = inUse();
      expect(descriptors).toBeLessThanOrEqual(before.descriptors);
      expect(resources).toBeLessThanOrEqual(before.resources);
    });
  });
});

import type { EnsureOptions, ProcessPort, RunningService, ServiceDefinition, ServiceEngine } from '@mediaconduit/sdk';
import {
  CONTRACT_SERVICE_FILE,
  copyContractService,
  eventually,
  serviceDefinition,
  temporaryFolder,
  type TemporaryFolder,
} from '@mediaconduit/testkit';
import { connect } from 'node:net';
import { createProcessEngine } from './process-engine';

const { signal } = new AbortController();
const CRASHES = 5;

/** Answers what it has accepted before it ends. */
const POLITE_SERVER = `
const server = require('node:http').createServer((request, response) => response.end('ok')).listen({ fd: 3 });
process.on('SIGTERM', () => server.close(() => process.exit()));
`;

interface Load {
  readonly answers: () => readonly (number | string)[];
  stop(): Promise<void>;
}

/** One call after the other, each over a connection of its own, to where the service was last seen. */
function callAllTheTime(baseUrl: () => string): Load {
  const answers: (number | string)[] = [];
  let wanted = true;
  const work = (async () => {
    while (wanted) answers.push(await statusOf(baseUrl()));
  })();
  return {
    answers: () => answers,
    stop: async () => {
      wanted = false;
      await work;
    },
  };
}

async function statusOf(baseUrl: string): Promise<number | string> {
  try {
    const response = await fetch(baseUrl, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) });
    await response.text();
    return response.status;
  } catch (error) {
    return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).name;
  }
}

const pidOf = ({ id }: RunningService): number => Number(id.replace('pid:', ''));

describe('createProcessEngine, with addresses that are kept', () => {
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

  const define = (port: ProcessPort = 'fd', command = ['node', CONTRACT_SERVICE_FILE]): ServiceDefinition =>
    serviceDefinition({ folder: folder.path, process: { command, port, environment: {} } });

  async function start(definition = define(), more: Partial<EnsureOptions> = {}): Promise<RunningService> {
    const running = await engine.ensure(definition, { signal, keepAddress: true, ...more });
    await eventually(async () => expect(await statusOf(running.baseUrl)).toBe(200));
    return running;
  }

  async function kill(running: RunningService): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const forget = engine.subscribe((event) => {
        if (event.type !== 'exited' || event.id !== running.id) return;
        forget();
        resolve();
      });
    });
    process.kill(pidOf(running), 'SIGKILL');
    await ended;
  }

  it('loses at most the call under way in a crash, and nobody has to learn a new address', async () => {
    let running = await start();
    const { baseUrl } = running;
    const load = callAllTheTime(() => baseUrl);
    for (let crash = 1; crash <= CRASHES; crash++) {
      const before = load.answers().length;
      await eventually(async () => expect(load.answers().length).toBeGreaterThan(before + 5));
      await kill(running);
      running = await engine.ensure(define(), { signal, keepAddress: true });
      expect(running).toMatchObject({ baseUrl, adopted: false });
    }
    await eventually(async () => expect(await statusOf(baseUrl)).toBe(200));
    await load.stop();
    const failed = load.answers().filter((answer) => answer !== 200);
    expect(failed.length).toBeLessThanOrEqual(CRASHES);
  });

  it('answers 503 while the service is down, and leaves nobody waiting in the backlog', async () => {
    const running = await start();
    await kill(running);
    await engine.release(running.id);
    const response = await fetch(running.baseUrl, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '1',
    });
    await expect(response.json()).resolves.toMatchObject({ code: 'MC_SERVICE_GONE', status: 503 });
    await expect(start()).resolves.toMatchObject({ baseUrl: running.baseUrl });
  });

  it('loses nobody between the parent and the children, whoever accepts', async () => {
    const polite = define('fd', ['node', '-e', POLITE_SERVER]);
    let running = await start(polite);
    const { baseUrl } = running;
    const loads = Array.from({ length: 4 }, () => callAllTheTime(() => baseUrl));
    for (let round = 1; round <= 4; round++) {
      await engine.release(running.id);
      const seen = loads.map((load) => load.answers().length);
      await eventually(async () => {
        for (const [index, load] of loads.entries()) expect(load.answers().slice(seen[index])).toContain(503);
      });
      running = await start(polite);
    }
    await Promise.all(loads.map((load) => load.stop()));
    const answers = new Set(loads.flatMap((load) => load.answers()));
    expect([...answers].sort()).toEqual([200, 503]);
  });

  it('holds a caller whom the owner starts the service for', async () => {
    let restarted: Promise<RunningService> | undefined;
    const onCaller = jest.fn((): Promise<unknown> => {
      return (restarted ??= engine.ensure(define(), { signal, keepAddress: true, onCaller }));
    });
    const running = await start(define(), { onCaller });
    await engine.stop(running.id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => statusOf(running.baseUrl)));
    expect(answers).toEqual(Array.from({ length: 8 }, () => 200));
    await expect(restarted).resolves.toMatchObject({ baseUrl: running.baseUrl });
    await engine.stop((await restarted)?.id ?? '');
  });

  it('makes a second copy at an address of its own, which stays when the first one ends', async () => {
    const first = await start();
    const second = await start();
    expect(second.baseUrl).not.toBe(first.baseUrl);
    await engine.release(first.id);
    await expect(statusOf(second.baseUrl)).resolves.toBe(200);
    await expect(statusOf(first.baseUrl)).resolves.toBe('ECONNREFUSED');
    await kill(second);
    await expect(start()).resolves.toMatchObject({ baseUrl: second.baseUrl });
  });

  it('gives the address up when it is told so, and with the engine', async () => {
    const [first, second] = [await start(), await start({ ...define(), id: 'other-service' })];
    await engine.release(first.id);
    await engine.forgetAddress?.(first.serviceId);
    await expect(statusOf(first.baseUrl)).resolves.toBe('ECONNREFUSED');
    await engine.close();
    await expect(statusOf(second.baseUrl)).resolves.toBe('ECONNREFUSED');
  });

  it('keeps none for a program that chooses its port itself', async () => {
    const running = await start(define('ipc'));
    await engine.release(running.id);
    await expect(statusOf(running.baseUrl)).resolves.toBe('ECONNREFUSED');
  });

  it('lets go of callers who say nothing when the engine is closed', async () => {
    const running = await start();
    await engine.release(running.id);
    await eventually(async () => expect(await statusOf(running.baseUrl)).toBe(503));
    const silent = connect(running.address.port, running.address.host).on('error', () => undefined); // one way to let go
    const closed = new Promise((resolve) => silent.once('close', resolve));
    await eventually(async () => expect(await statusOf(running.baseUrl)).toBe(503));
    await engine.close();
    await closed;
    await expect(statusOf(running.baseUrl)).resolves.toBe('ECONNREFUSED');
  });
});

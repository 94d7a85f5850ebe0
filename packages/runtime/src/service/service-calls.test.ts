import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { controllerWorld, type ControllerWorldOptions } from './__fixtures__/controller-world';
import { ServiceCalls } from './service-calls';

const POST = { method: 'POST', path: '/' } as const;

/** A service that answers as the test says at the moment. */
function callWorld(options: ControllerWorldOptions = {}) {
  let listener: RequestListener = (_request, response) => response.end('moo');
  const world = controllerWorld({ serve: () => (request, response) => listener(request, response), ...options });
  const calls = new ServiceCalls(world.controller);
  return {
    ...{ world, calls, clock: world.clock, engine: world.engine, controller: world.controller },
    get breaker() {
      return world.controller.breaker;
    },
    answer: (next: RequestListener) => (listener = next),
    status: (status: number, body = '') => (listener = (_request, response) => response.writeHead(status).end(body)),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'fine',
    (error: unknown) => (isMediaConduitError(error) ? error.code : String(error)),
  );
}

async function times(count: number, work: () => Promise<unknown>): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < count; index++) codes.push(await codeOf(work()));
  return codes;
}

describe('ServiceCalls', () => {
  describe('with a circuit breaker', () => {
    it.each(['request', 'stream'] as const)('refuses a %s at once while its service fails', async (method) => {
      await using here = callWorld();
      here.status(500);
      await times(10, () => here.calls[method](POST));
      expect(here.breaker.state.name).toBe('open');
      const startedAt = performance.now();
      await expect(here.calls[method](POST)).rejects.toMatchObject({
        code: 'MC_CIRCUIT_OPEN',
        facts: { name: 'test-service', retryAfterMs: expect.any(Number) },
        cause: { code: 'MC_SERVICE_ERROR' },
      });
      expect(performance.now() - startedAt).toBeLessThan(50);
      await here.clock.advance(10_000);
      here.answer((_request, response) => response.end('moo'));
      await times(3, () => here.calls.request(POST));
      expect(here.breaker.state.name).toBe('closed');
    });

    it('counts failures also of callers who take them for answers', async () => {
      await using here = callWorld();
      here.status(500);
      await times(5, () => here.calls.request({ ...POST, acceptErrors: true }));
      const { body } = await here.calls.stream({ ...POST, acceptErrors: true });
      await body.resume().toArray();
      expect(here.breaker.getMetrics()).toMatchObject({ failed: 6, successful: 0 });
    });

    it.each([
      ['400', (here: ReturnType<typeof callWorld>) => here.status(400)],
      ['429', (here: ReturnType<typeof callWorld>) => here.status(429)],
      [
        '503 with the word busy',
        (here: ReturnType<typeof callWorld>) => here.status(503, '{"error":"full","code":"busy"}'),
      ],
    ])('does not take %s for a failure', async (_name, arrange) => {
      await using here = callWorld();
      arrange(here);
      await times(20, () => here.calls.request(POST));
      expect(here.breaker.state.name).toBe('closed');
      expect(here.breaker.getMetrics().failed).toBe(0);
    });

    it.each(['request', 'stream'] as const)('does not take a cancelled %s for a failure', async (method) => {
      await using here = callWorld();
      await here.calls.request(POST);
      here.answer(() => undefined);
      for (let index = 0; index < 12; index++) {
        const caller = new AbortController();
        const call = codeOf(here.calls[method]({ ...POST, signal: caller.signal }));
        setImmediate(() => caller.abort());
        expect(await call).toBe('MC_CALL_ABORTED');
      }
      expect(here.breaker.getMetrics()).toMatchObject({ state: 'closed', failed: 0, ignored: 12 });
    });

    it('holds the permit of a stream until its end', async () => {
      await using here = callWorld();
      let answered: ServerResponse | undefined;
      here.answer((_request, response) => {
        response.write('m');
        answered = response;
      });
      const whole = await here.calls.stream(POST);
      expect(here.breaker.getMetrics()).toMatchObject({ total: 1, successful: 0 });
      answered?.end('oo');
      await whole.body.toArray();
      const cut = await here.calls.stream(POST);
      answered?.destroy();
      await expect(cut.body.toArray()).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
      await eventually(async () => {
        await here.clock.advance(50);
        expect(here.breaker.getMetrics()).toMatchObject({ successful: 1, failed: 1 });
      });
      const unwanted = await here.calls.stream(POST);
      unwanted.body.destroy();
      await eventually(async () => expect(here.breaker.getMetrics().ignored).toBe(1));
    });

    it('spares a service that does not start: each start counts once, however many wait for it', async () => {
      const fail = jest.fn(() => new MediaConduitError('MC_SERVICE_START_FAILED', 'it ended'));
      await using here = callWorld({ fail });
      const round = (): Promise<string[]> => Promise.all([1, 2, 3].map(() => codeOf(here.calls.request(POST))));
      for (let index = 0; index < 10; index++) expect(await round()).toEqual(Array(3).fill('MC_SERVICE_START_FAILED'));
      expect(here.breaker.getMetrics()).toMatchObject({ state: 'open', failed: 10 });
      expect(await round()).toEqual(Array(3).fill('MC_CIRCUIT_OPEN'));
      expect(fail).toHaveBeenCalledTimes(10);
      await here.clock.advance(6000);
      await round();
      expect(fail).toHaveBeenCalledTimes(11);
    });

    it('starts no service whose circuit is open, and holds against none that the engine cannot start', async () => {
      await using broken = callWorld({ fail: () => new Error('no memory') });
      expect(await times(20, () => broken.calls.request(POST))).toEqual(Array(20).fill('MC_ENGINE_FAILED'));
      expect(broken.breaker.state.name).toBe('closed');
      await using here = callWorld();
      here.breaker.open();
      expect(await codeOf(here.calls.request(POST))).toBe('MC_CIRCUIT_OPEN');
      expect(here.engine.calls).toEqual([]);
    });

    it('takes a crash for one failure, however many calls it takes along', async () => {
      await using here = callWorld();
      await here.calls.request(POST);
      const arrived: IncomingMessage[] = [];
      here.answer((request) => arrived.push(request));
      const codes = Promise.all(Array.from({ length: 50 }, () => codeOf(here.calls.request(POST))));
      await eventually(async () => expect(arrived).toHaveLength(50));
      here.engine.crash('test-service');
      expect(await codes).toEqual(Array(50).fill('MC_SERVICE_GONE'));
      expect(here.breaker.getMetrics()).toMatchObject({ state: 'closed', failed: 1, ignored: 49 });
      here.answer((_request, response) => response.end('moo'));
      expect(await codeOf(here.calls.request(POST))).toBe('fine');
    });

    it('takes a service that was stopped on purpose for no failure', async () => {
      await using here = callWorld();
      await here.calls.request(POST);
      let arrived = false;
      here.answer(() => (arrived = true));
      const call = here.calls.request({ path: '/' });
      await eventually(async () => expect(arrived).toBe(true));
      const told = expect(call).rejects.toMatchObject({ code: 'MC_SERVICE_GONE', facts: { stopped: true } });
      await here.controller.stop();
      await told;
      expect(here.breaker.getMetrics().failed).toBe(0);
      expect(here.controller.state.name).toBe('absent');
    });

    it('lets a long call prove that the service works when that answers its checks meanwhile', async () => {
      await using here = callWorld();
      here.status(500);
      await times(10, () => here.calls.request(POST));
      await here.clock.advance(10_000);
      const answers: ServerResponse[] = [];
      here.answer((_request, response) => answers.push(response));
      const long = Array.from({ length: 3 }, () => here.calls.request(POST));
      await eventually(async () => expect(answers).toHaveLength(3));
      expect(await codeOf(here.calls.request(POST))).toBe('MC_CIRCUIT_OPEN');
      await here.clock.advance(5000);
      expect(here.breaker.state.name).toBe('closed');
      for (const response of answers) response.end('moo');
      await Promise.all(long);
      await here.controller.stop();
      expect(here.clock.pending).toBe(0);
    });

    it('fails a long call that tries out a service which does not answer its checks either', async () => {
      await using here = callWorld();
      here.status(500);
      await times(10, () => here.calls.request(POST));
      await here.clock.advance(10_000);
      let arrived = false;
      here.answer(() => (arrived = true));
      here.world.answer(() => ({ verdict: 'wait', reason: 'refused' }));
      const call = here.calls.request({ ...POST, signal: AbortSignal.timeout(500) });
      await eventually(async () => expect(arrived).toBe(true));
      await here.clock.advance(10_000);
      expect(here.breaker.state.name).toBe('open');
      expect(await codeOf(call)).toBe('MC_CALL_TIMEOUT');
    });
  });

  describe('that may be sent twice', () => {
    /** Cuts the connections of the first so many requests. */
    function cutting(here: ReturnType<typeof callWorld>, cuts: number): { seen: number } {
      const counted = { seen: 0 };
      here.answer((request, response) => {
        if (counted.seen++ < cuts) request.socket.destroy();
        else response.end('moo');
      });
      return counted;
    }

    it.each([
      ['a GET', { path: '/' }],
      ['a HEAD', { method: 'HEAD', path: '/' }],
      ['what is said to be idempotent', { ...POST, json: { a: 1 }, idempotent: true }],
    ] as const)('repeats %s once when the connection is lost', async (_name, request) => {
      await using here = callWorld();
      await here.calls.request(POST);
      jest.spyOn(here.engine, 'inspect').mockResolvedValue(undefined);
      const counted = cutting(here, 1);
      expect(await codeOf(here.calls.request(request))).toBe('fine');
      expect(counted.seen).toBe(2);
      expect(here.controller.generation).toBe(2);
      counted.seen = 0;
      cutting(here, 5);
      expect(await codeOf(here.calls.stream(request))).toBe('MC_SERVICE_GONE');
    });

    it.each([
      ['a POST', { ...POST, json: {} }],
      ['a GET that is said to have effects', { path: '/', idempotent: false }],
    ] as const)('never repeats %s', async (_name, request) => {
      await using here = callWorld();
      await here.calls.request(POST);
      jest.spyOn(here.engine, 'inspect').mockResolvedValue(undefined);
      const counted = cutting(here, 1);
      expect(await codeOf(here.calls.request(request))).toBe('MC_SERVICE_GONE');
      expect(counted.seen).toBe(1);
    });

    it('waits for the restart no longer than the deadline of the call', async () => {
      await using here = callWorld();
      await here.calls.request(POST);
      const inspect = jest.spyOn(here.engine, 'inspect').mockResolvedValue(undefined);
      const ready = jest.spyOn(here.world.parts, 'probe');
      here.world.answer(() => ({ verdict: 'wait', reason: 'not yet' }));
      cutting(here, 1);
      const call = codeOf(here.calls.request({ path: '/', timeoutMs: 50_000 }));
      await eventually(async () => expect(ready).toHaveBeenCalled());
      here.world.answer(() => ({ verdict: 'ready' }));
      await here.clock.advance(1000);
      expect(await call).toBe('fine');

      here.world.answer(() => ({ verdict: 'wait', reason: 'not yet' }));
      cutting(here, 1);
      ready.mockClear();
      const late = codeOf(here.calls.request({ path: '/', timeoutMs: 50_000 }));
      await eventually(async () => expect(ready).toHaveBeenCalled());
      await here.clock.advance(50_000);
      expect(await late).toBe('MC_CALL_TIMEOUT');
      expect(inspect).toHaveBeenCalledTimes(2);
    });

    it('repeats what failed otherwise only as often as it is told', async () => {
      await using here = callWorld();
      let seen = 0;
      here.answer((_request, response) => response.writeHead(seen++ < 2 ? 500 : 200).end());
      expect(await codeOf(here.calls.request({ path: '/' }))).toBe('MC_SERVICE_ERROR');
      expect(seen).toBe(1);
      const told = new ServiceCalls(here.controller, { retries: 2 });
      seen = 0;
      const call = codeOf(told.request({ path: '/' }));
      await eventually(async () => {
        await here.clock.advance(100);
        expect(seen).toBe(3);
      });
      expect(await call).toBe('fine');
      seen = 0;
      expect(await codeOf(told.request(POST))).toBe('MC_SERVICE_ERROR');
      const never = new ServiceCalls(here.controller, { retries: 0 });
      jest.spyOn(here.engine, 'inspect').mockResolvedValue(undefined);
      cutting(here, 1);
      expect(await codeOf(never.request({ path: '/' }))).toBe('MC_SERVICE_GONE');
    });
  });

  it('gives calls that name no deadline the one of the handle', async () => {
    await using here = callWorld();
    await here.calls.request(POST);
    here.answer(() => undefined);
    const hasty = new ServiceCalls(here.controller, { timeoutMs: 20 });
    await expect(hasty.request(POST)).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    await expect(hasty.stream(POST)).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    here.answer((_request, response) => void setTimeout(() => response.end('moo'), 100));
    expect(await codeOf(hasty.request({ ...POST, timeoutMs: 5000 }))).toBe('fine');
  });
});

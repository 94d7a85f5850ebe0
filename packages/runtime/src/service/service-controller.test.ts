import { MediaConduitError } from '@mediaconduit/sdk';
import { controllerWorld, type ControllerWorld } from './__fixtures__/controller-world';
import { createServiceClient } from './create-service-client';
import { pause, type ProbeResult } from './readiness-probe';

const NOT_YET: ProbeResult = { verdict: 'wait', reason: 'HTTP 503' };

/** Nothing runs, nothing waits, nobody listens. */
async function expectNothingLeft({ engine, clock, controller }: ControllerWorld): Promise<void> {
  expect((await engine.list()).filter(({ state }) => state === 'running')).toEqual([]);
  expect(clock.pending).toBe(0);
  expect(controller.running).toBeUndefined();
  expect(controller.client).toBeUndefined();
}

describe('ServiceController', () => {
  describe('acquire', () => {
    it('starts the service once for a thousand callers', async () => {
      await using world = controllerWorld();
      const clients = await Promise.all(Array.from({ length: 1000 }, () => world.controller.acquire()));
      expect(new Set(clients).size).toBe(1);
      expect(world.engine.calls).toEqual(['ensure test-service']);
      expect(world.controller.generation).toBe(1);
      expect(world.firstStarts).toBe(1);
    });

    it('tells its states and its address in order', async () => {
      await using world = controllerWorld();
      const addresses: unknown[] = [];
      world.controller.onAddress((change) => addresses.push(change));
      await world.controller.acquire();
      await world.controller.stop();
      expect(world.told).toEqual([
        ...['creating', 'starting', 'ready', 'service-started', 'stopping', 'absent', 'service-stopped'],
      ]);
      const [started] = world.payloads('service-started');
      expect(started).toMatchObject({ name: 'test-service', engine: 'process', generation: 1, adopted: false });
      expect(addresses).toEqual([{ baseUrl: started?.baseUrl, generation: 1 }]);
    });

    it('no longer tells a listener that was taken away', async () => {
      await using world = controllerWorld();
      const addresses: unknown[] = [];
      const forget = world.controller.onAddress((change) => addresses.push(change));
      forget();
      await world.controller.acquire();
      expect(addresses).toEqual([]);
    });

    it('waits until the probe says ready, and asks again after a pause', async () => {
      await using world = controllerWorld();
      let probes = 0;
      world.answer(() => (++probes < 4 ? NOT_YET : { verdict: 'ready' }));
      const acquired = world.controller.acquire();
      await world.clock.advance(5);
      expect(world.controller.state).toEqual({ name: 'starting', engine: 'process' });
      await world.clock.advance(1);
      await acquired;
      expect(probes).toBe(4);
      expect(world.controller.state).toMatchObject({ name: 'ready', since: 6 });
    });

    it('measures its uptime from the moment it is ready', async () => {
      await using world = controllerWorld();
      expect(world.controller.uptimeMs).toBe(0);
      await world.controller.acquire();
      await world.clock.advance(1500);
      expect(world.controller.uptimeMs).toBe(1500);
    });

    it('passes the environment of the definition, of the caller, and progress on', async () => {
      await using world = controllerWorld({ definition: { environment: { A: '1', B: '1' } } });
      const ensure = jest.spyOn(world.engine, 'ensure');
      const progress: unknown[] = [];
      world.parts.events.on('service-progress', (message) => progress.push(message));
      world.controller.setEnvironment({ B: '2' });
      await world.controller.acquire();
      const [, options] = ensure.mock.calls[0] ?? [];
      expect(options?.environment).toEqual({ A: '1', B: '2' });
      options?.onProgress?.('building the image');
      expect(progress).toEqual([{ name: 'test-service', message: 'building the image' }]);
    });

    it('holds the program open while it starts, and no longer', async () => {
      await using world = controllerWorld({ startDelayMs: 5 });
      const acquired = world.controller.acquire();
      await world.clock.advance(0);
      expect(world.clock.pending).toBeGreaterThan(1);
      await world.clock.advance(5);
      await acquired;
      expect(world.clock.pending).toBe(1); // the idle timer, which is unref'd
    });
  });

  describe('acquire that is given up', () => {
    it('lets the other waiters have their service', async () => {
      await using world = controllerWorld({ startDelayMs: 10 });
      const impatient = new AbortController();
      const first = world.controller.acquire(impatient.signal);
      const second = world.controller.acquire(new AbortController().signal);
      impatient.abort();
      await expect(first).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await world.clock.advance(10);
      await expect(second).resolves.toBe(world.controller.client);
    });

    it.each([
      ['while the engine starts it', 10, 0],
      ['while it is not ready', 0, 15],
    ])('leaves nothing behind when all waiters have given up %s', async (_when, startDelayMs, advanceMs) => {
      await using world = controllerWorld({ startDelayMs });
      world.answer(() => NOT_YET);
      const impatient = new AbortController();
      const calls = [1, 2, 3].map(() => world.controller.acquire(impatient.signal));
      const results = Promise.allSettled(calls);
      await world.clock.advance(advanceMs);
      impatient.abort();
      for (const result of await results) {
        expect(result).toMatchObject({ status: 'rejected', reason: { code: 'MC_CALL_ABORTED' } });
      }
      await world.clock.advance(0);
      expect(world.controller.state).toEqual({ name: 'absent' });
      await expectNothingLeft(world);
    });

    it('starts nothing for a caller that had given up before', async () => {
      await using world = controllerWorld();
      await expect(world.controller.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await world.clock.advance(0);
      expect(world.engine.calls).toEqual([]);
      await expectNothingLeft(world);
    });

    it('starts the service anew for who asks while the start is being undone', async () => {
      await using world = controllerWorld({ startDelayMs: 10 });
      const impatient = new AbortController();
      const first = world.controller.acquire(impatient.signal);
      impatient.abort();
      const second = world.controller.acquire();
      await expect(first).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await world.clock.advance(10);
      await expect(second).resolves.toBe(world.controller.client);
    });

    it('is a timeout when a deadline gave up', async () => {
      await using world = controllerWorld({ startDelayMs: 10 });
      const deadline = new AbortController();
      const acquired = world.controller.acquire(deadline.signal);
      deadline.abort(new DOMException('too late', 'TimeoutError'));
      await expect(acquired).rejects.toMatchObject({
        code: 'MC_CALL_TIMEOUT',
        message: 'The service "test-service" was not ready in the time of the call.',
        hint: expect.stringContaining('mediaconduit services start test-service'),
      });
    });
  });

  describe('a start that fails', () => {
    it('tells exit code and last output of a service that ended', async () => {
      await using world = controllerWorld();
      world.answer(() => {
        world.engine.print('test-service', 'cannot open the model');
        world.engine.crash('test-service', 3);
        return NOT_YET;
      });
      await expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        message: 'The service "test-service" did not start: it ended with exit code 3.',
        facts: {
          service: 'test-service',
          engine: 'process',
          exitCode: 3,
          state: 'exited',
          logs: ['cannot open the model'],
        },
      });
      await expectNothingLeft(world);
    });

    it('notices an exit before anybody could look', async () => {
      await using world = controllerWorld({ exitAtOnce: 7 });
      await expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        facts: { exitCode: 7 },
      });
      await expectNothingLeft(world);
    });

    it('tells what a service that is never ready answered last, and stops it', async () => {
      await using world = controllerWorld({ definition: { readiness: { path: '/ready', timeoutMs: 2000 } } });
      world.answer(() => NOT_YET);
      const acquired = expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_SERVICE_START_TIMEOUT',
        message: expect.stringMatching(
          /was not ready at http:\/\/127\.0\.0\.1:\d+ after 2000 ms \(last answer: HTTP 503\)/,
        ),
        facts: { state: 'running', readiness: '/ready' },
        retryable: true,
      });
      await world.clock.advance(2050);
      await acquired;
      await expectNothingLeft(world);
    });

    it('gives up at once when the service reports its failure', async () => {
      await using world = controllerWorld();
      world.answer(() => ({ verdict: 'fail', reason: 'the service reports "SETUP_FAILED" (HTTP 200)' }));
      await expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        message: expect.stringContaining('SETUP_FAILED'),
      });
      await expectNothingLeft(world);
    });

    it('passes the typed error of the engine on, and wraps any other', async () => {
      const typed = new MediaConduitError('MC_IMAGE_NOT_FOUND', 'no image');
      await using first = controllerWorld({ fail: () => typed });
      await expect(first.controller.acquire()).rejects.toBe(typed);
      await using second = controllerWorld({ fail: () => new Error('disk full') });
      await expect(second.controller.acquire()).rejects.toMatchObject({
        code: 'MC_ENGINE_FAILED',
        message: 'disk full',
        facts: { service: 'test-service' },
      });
    });

    it('shows as failed, is told once, and the next caller tries again at once', async () => {
      let attempts = 0;
      await using world = controllerWorld({ fail: () => (++attempts === 1 ? new Error('flaky') : undefined) });
      await Promise.allSettled([world.controller.acquire(), world.controller.acquire()]);
      expect(world.controller.state).toMatchObject({ name: 'failed', error: { message: 'flaky' } });
      expect(world.payloads('service-error')).toHaveLength(1);
      await world.controller.acquire();
      expect(world.told).toEqual([
        'creating',
        'failed',
        'service-error',
        'creating',
        'starting',
        'ready',
        'service-started',
      ]);
    });

    it('tries again for a caller that does so in the moment it learns of the failure', async () => {
      let attempts = 0;
      await using world = controllerWorld({ fail: () => (++attempts === 1 ? new Error('flaky') : undefined) });
      const client = await world.controller.acquire().catch(() => world.controller.acquire());
      expect(client).toBe(world.controller.client);
    });
  });

  describe('a service that ends by itself', () => {
    it('is started again by the next caller, who is told the new address', async () => {
      await using world = controllerWorld();
      const generations: number[] = [];
      world.controller.onAddress(({ generation }) => generations.push(generation));
      const { baseUrl } = await world.controller.acquire();
      world.engine.crash('test-service', 9);
      expect(world.controller.state).toEqual({ name: 'absent' });
      expect(world.payloads('service-exited')).toEqual([{ name: 'test-service', exitCode: 9 }]);
      expect((await world.controller.acquire()).baseUrl).not.toBe(baseUrl);
      expect(generations).toEqual([1, 2]);
      expect(world.controller.generation).toBe(2);
    });

    it('is not served when it ended between its last probe and the first call', async () => {
      await using world = controllerWorld({
        parts: {
          createClient: async (running) => {
            const client = await createServiceClient(running);
            if (world.controller.generation === 0) await crashLater();
            return client;
          },
        },
      });
      const crashLater = async (): Promise<void> => {
        await pause(world.clock, 50, new AbortController().signal);
        world.engine.crash('test-service', 4);
      };
      const acquired = expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_SERVICE_START_FAILED',
        facts: { exitCode: 4 },
      });
      await world.clock.advance(50);
      await acquired;
    });

    it('is found out when a call loses its connection', async () => {
      await using world = controllerWorld();
      const gone = new MediaConduitError('MC_SERVICE_GONE', 'gone.');
      await world.controller.acquire();
      jest.spyOn(world.engine, 'inspect').mockResolvedValue(undefined);
      await expect(world.controller.explain(gone)).resolves.toMatchObject({ message: 'gone. It ended.' });
      expect(world.told).toContain('service-exited');
      await world.controller.acquire();
      expect(world.controller.generation).toBe(2);
    });
  });
});

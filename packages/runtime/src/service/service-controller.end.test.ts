import { controllerWorld } from './__fixtures__/controller-world';

const IDLE = { definition: { idleStopMs: 1000 } };

describe('ServiceController', () => {
  describe('idle stop', () => {
    it('stops a service that nobody used for the idle time', async () => {
      await using world = controllerWorld(IDLE);
      await world.controller.acquire();
      await world.clock.advance(999);
      expect(world.controller.state.name).toBe('ready');
      await world.clock.advance(1);
      expect(world.controller.state.name).toBe('absent');
      expect(world.told.slice(-3)).toEqual(['stopping', 'absent', 'service-stopped']);
      expect(world.clock.pending).toBe(0);
    });

    it('counts from the last use', async () => {
      await using world = controllerWorld(IDLE);
      await world.controller.acquire();
      await world.clock.advance(900);
      expect(world.controller.client).toBeDefined();
      await world.clock.advance(999);
      expect(world.controller.state.name).toBe('ready');
      await world.clock.advance(1);
      expect(world.controller.state.name).toBe('absent');
    });

    it('never stops a service with the idle time 0', async () => {
      await using world = controllerWorld({ definition: { idleStopMs: 0 } });
      await world.controller.acquire();
      expect(world.clock.pending).toBe(0);
    });

    it('waits for the last lease', async () => {
      await using world = controllerWorld(IDLE);
      const [first, second] = await Promise.all([world.controller.lease(), world.controller.lease()]);
      first.release();
      first.release();
      await world.clock.advance(5000);
      expect(world.controller.state.name).toBe('ready');
      await second[Symbol.asyncDispose]();
      await world.clock.advance(1000);
      expect(world.controller.state.name).toBe('absent');
    });

    it('waits for a call under way', async () => {
      await using world = controllerWorld(IDLE);
      const client = await world.controller.acquire();
      client.inFlight = 1;
      await world.clock.advance(5000);
      expect(world.controller.state.name).toBe('ready');
      client.inFlight = 0;
      await world.clock.advance(1000);
      expect(world.controller.state.name).toBe('absent');
    });

    it('tells when the engine cannot stop it', async () => {
      await using world = controllerWorld(IDLE);
      await world.controller.acquire();
      jest.spyOn(world.engine, 'release').mockRejectedValueOnce(new Error('engine is gone'));
      await world.clock.advance(1000);
      expect(world.payloads('service-error')).toMatchObject([{ error: { code: 'MC_ENGINE_FAILED' } }]);
      expect(world.controller.state).toMatchObject({ name: 'failed', error: { message: 'engine is gone' } });
    });
  });

  describe('lease', () => {
    it('starts the service and knows its address', async () => {
      await using world = controllerWorld();
      const lease = await world.controller.lease();
      expect(lease.baseUrl).toBe(world.controller.running?.baseUrl);
    });

    it('leaves no lease and no timer behind when the start fails', async () => {
      await using world = controllerWorld({ ...IDLE, fail: () => new Error('no') });
      await expect(world.controller.lease()).rejects.toThrow('no');
      expect(world.clock.pending).toBe(0);
    });

    it('may be released after the service is gone', async () => {
      await using world = controllerWorld(IDLE);
      const lease = await world.controller.lease();
      await world.controller.stop();
      lease.release();
      expect(world.clock.pending).toBe(0);
      await world.controller.acquire();
      await world.clock.advance(1000);
      expect(world.controller.state.name).toBe('absent');
    });
  });

  describe('stop', () => {
    it('undoes a start under way: its callers are told, nothing is left', async () => {
      await using world = controllerWorld({ startDelayMs: 10 });
      const acquired = expect(world.controller.acquire()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await world.clock.advance(5);
      await world.controller.stop();
      await acquired;
      expect(world.controller.state.name).toBe('absent');
      await expect(world.engine.list()).resolves.toEqual([]);
      expect(world.clock.pending).toBe(0);
    });

    it('stops once for all who ask, and does nothing when nothing runs', async () => {
      await using world = controllerWorld();
      await world.controller.stop();
      await world.controller.acquire();
      await Promise.all([world.controller.stop(), world.controller.stop()]);
      expect(world.engine.calls).toEqual(['ensure test-service', 'stop fake:1']);
    });

    it('lets a caller that comes meanwhile start it again afterwards', async () => {
      await using world = controllerWorld();
      await world.controller.acquire();
      const stopped = world.controller.stop();
      await world.controller.acquire();
      await stopped;
      expect(world.engine.calls).toEqual(['ensure test-service', 'stop fake:1', 'ensure test-service']);
      expect(world.controller.state.name).toBe('ready');
    });

    it('reads the last output only of what runs', async () => {
      await using world = controllerWorld();
      await expect(world.controller.logs()).resolves.toEqual([]);
      await world.controller.acquire();
      for (const line of ['one', 'two', 'three']) world.engine.print('test-service', line);
      await expect(world.controller.logs(2)).resolves.toEqual(['two', 'three']);
    });
  });

  describe('close', () => {
    it('stops the service, and later calls say so', async () => {
      await using world = controllerWorld();
      await world.controller.acquire();
      await world.controller.close();
      await expect(world.engine.list()).resolves.toEqual([]);
      await expect(world.controller.acquire()).rejects.toMatchObject({
        code: 'MC_RUNTIME_CLOSED',
        facts: { service: 'test-service' },
      });
      await expect(world.controller.lease()).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
      expect(world.clock.pending).toBe(0);
    });

    it('undoes a start under way', async () => {
      await using world = controllerWorld({ startDelayMs: 10 });
      const acquired = expect(world.controller.acquire()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await world.controller.close();
      await acquired;
      await expect(world.engine.list()).resolves.toEqual([]);
      expect(world.clock.pending).toBe(0);
    });

    it('no longer listens to the engine', async () => {
      await using world = controllerWorld();
      let listeners = 0;
      const subscribe = world.engine.subscribe.bind(world.engine);
      jest.spyOn(world.engine, 'subscribe').mockImplementation((listener) => {
        const unsubscribe = subscribe(listener);
        listeners += 1;
        return () => {
          listeners -= 1;
          unsubscribe();
        };
      });
      await world.controller.acquire();
      expect(listeners).toBe(1);
      await world.controller.close();
      expect(listeners).toBe(0);
    });
  });
});

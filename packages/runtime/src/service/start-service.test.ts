import { controllerWorld } from './__fixtures__/controller-world';

describe('startService', () => {
  it('names the address, not a file, where somebody else runs the service', async () => {
    const readiness = { path: '/up', timeoutMs: 50 };
    const definition = { engines: ['remote'] as const, url: 'http://127.0.0.1:1', readiness };
    await using world = controllerWorld({ name: 'remote', definition });
    world.answer(() => ({ verdict: 'wait', reason: 'connect ECONNREFUSED' }));
    const acquired = expect(world.controller.acquire()).rejects.toMatchObject({
      code: 'MC_SERVICE_START_TIMEOUT',
      hint: expect.stringMatching(/^it is not started from here: see that GET http:\/\/127\.0\.0\.1:\d+\/up answers/),
    });
    await world.clock.advance(100);
    await acquired;
  });
});

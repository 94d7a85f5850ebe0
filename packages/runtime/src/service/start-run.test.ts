import { MediaConduitError } from '@mediaconduit/sdk';
import { createFakeEngine } from '@mediaconduit/testkit';
import { controllerWorld } from './__fixtures__/controller-world';

/** A supervisor that has the service, but does not lend it. */
const refusing = (error: MediaConduitError) => async () => createFakeEngine({ name: 'remote', fail: () => error });

describe('startRun', () => {
  it.each(['MC_SERVICE_NOT_FOUND', 'MC_SUPERVISOR_UNREACHABLE'] as const)(
    'starts the service here when the supervisor has stopped to have it: %s',
    async (code) => {
      await using world = controllerWorld({ parts: { leased: refusing(new MediaConduitError(code, 'it ends')) } });
      await world.controller.acquire();
      expect(world.controller.running).toMatchObject({ engine: 'process' });
      expect(world.payloads('service-error')).toEqual([]);
    },
  );

  it('starts nothing here when the supervisor could not start it', async () => {
    const error = new MediaConduitError('MC_SERVICE_START_FAILED', 'it is broken');
    await using world = controllerWorld({ parts: { leased: refusing(error) } });
    await expect(world.controller.acquire()).rejects.toBe(error);
    expect(world.engine.calls).toEqual([]);
  });
});

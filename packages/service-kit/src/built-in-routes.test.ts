import { builtInRoutes } from './built-in-routes';
import { Metrics } from './metrics';
import { Reply } from './reply';
import { ServiceState, type ServicePhase } from './service-state';

const IDENTITY = { id: 'a-service', version: '1.0.0' };

describe('builtInRoutes', () => {
  it.each<[ServicePhase, number]>([
    [{ name: 'starting' }, 503],
    [{ name: 'ready' }, 200],
    [{ name: 'failed', reason: 'no model' }, 503],
    [{ name: 'draining' }, 503],
  ])('answers /health/ready in phase %p with %i', async (phase, status) => {
    const state = new ServiceState(IDENTITY);
    state.enter(phase);
    const route = builtInRoutes(IDENTITY, [], state, new Metrics()).find(({ path }) => path === '/health/ready');
    const reply = await route?.handle({} as never);
    expect(reply).toBeInstanceOf(Reply);
    expect(reply).toMatchObject({ status });
  });
});

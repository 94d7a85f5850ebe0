import { ServiceState } from './service-state';

describe('ServiceState', () => {
  it('tells status, uptime in seconds and identity', () => {
    let now = 1_000;
    const state = new ServiceState({ id: 'a-service', version: '1.0.0' }, () => now);
    now = 3_500;
    state.enter({ name: 'ready' });
    expect(state.health()).toEqual({
      status: 'healthy',
      uptime: 2.5,
      timestamp: '1970-01-01T00:00:03.500Z',
      service: 'a-service',
      version: '1.0.0',
      checks: { ready: 'ready' },
    });
  });

  it('stays draining although it gets ready late', () => {
    const state = new ServiceState({ id: 'a-service', version: '1.0.0' });
    state.enter({ name: 'draining' });
    state.enter({ name: 'ready' });
    expect(state.health()['status']).toBe('stopping');
  });
});

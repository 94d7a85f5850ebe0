import { halfOpen, setUp, succeed } from './__fixtures__/breaker-set-up';

describe('CircuitBreaker, by hand', () => {
  it('stays open until it is closed by hand', async () => {
    const { breaker, clock, failTimes } = setUp();
    await failTimes(1);
    breaker.open();
    await clock.advance(1e9);
    await expect(breaker.execute(succeed)).rejects.toMatchObject({
      code: 'MC_CIRCUIT_OPEN',
      message: '"whisper" was taken out of use by hand.',
      facts: { name: 'whisper', state: 'open', retryAfterMs: undefined },
    });
    expect(breaker.getMetrics()).toMatchObject({ openedForMs: 1e9, nextProbeMs: undefined });
    breaker.close();
    await expect(breaker.execute(succeed)).resolves.toBe('done');
    expect(breaker.getMetrics()).toMatchObject({ state: 'closed', failed: 1, rejected: 1, stateChanges: 2 });
  });

  it('counts from zero after a reset', async () => {
    const { breaker, failTimes } = setUp();
    await failTimes(7);
    breaker.reset();
    expect(breaker.getMetrics()).toEqual({
      ...{ state: 'closed', total: 0, successful: 0, failed: 0, ignored: 0, rejected: 0, slow: 0, stateChanges: 0 },
      ...{ failureRatio: 0, openedForMs: 0, nextProbeMs: undefined },
    });
  });

  it('tells every change of state, when it is done', async () => {
    const { breaker, clock, failTimes } = setUp();
    const told: string[] = [];
    breaker.events.on('state-changed', ({ name, previousState, currentState }) => {
      told.push(`${name}: ${previousState} → ${currentState}`);
      expect(breaker.state.name).toBe(currentState);
    });
    await failTimes(5);
    await clock.advance(5000);
    for (let probe = 0; probe < 3; probe++) await breaker.execute(succeed);
    breaker.close();
    expect(told).toEqual(['whisper: closed → open', 'whisper: open → half-open', 'whisper: half-open → closed']);
  });

  it('lets no call pass when a listener opens it at the very moment of the probe', async () => {
    const { breaker } = await halfOpen();
    breaker.events.on('state-changed', ({ currentState }) => currentState === 'half-open' && breaker.open());
    await expect(breaker.execute(succeed)).rejects.toMatchObject({ code: 'MC_CIRCUIT_OPEN' });
  });

  it('says before a call queues that it would be rejected, and takes no permit', async () => {
    const { breaker, clock, failTimes } = setUp();
    breaker.refuseWhenOpen();
    await failTimes(5);
    expect(() => breaker.refuseWhenOpen()).toThrow(expect.objectContaining({ code: 'MC_CIRCUIT_OPEN' }));
    await clock.advance(5000);
    for (let call = 0; call < 10; call++) breaker.refuseWhenOpen();
    expect(breaker.getMetrics()).toMatchObject({ state: 'open', rejected: 1, total: 6 });
  });

  it('leaves no timer when it is disposed of', async () => {
    const { breaker, clock } = await halfOpen();
    breaker.acquire();
    expect(clock.pending).toBe(1);
    breaker[Symbol.dispose]();
    expect([clock.pending, breaker.events.listenerCount('state-changed')]).toEqual([0, 0]);
  });
});

import { createManualClock } from './manual-clock';

describe('createManualClock', () => {
  it('stands still until it is moved', async () => {
    const clock = createManualClock();
    expect(clock.now()).toBe(0);
    await clock.advance(250);
    expect(clock.now()).toBe(250);
  });

  it('runs timers when they are due, in order, at their own time', async () => {
    const clock = createManualClock();
    const ran: [string, number][] = [];
    for (const [name, ms] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['late', 31],
    ] as const) {
      clock.setTimeout(() => ran.push([name, clock.now()]), ms);
    }
    await clock.advance(30);
    expect(ran).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 30],
    ]);
    expect(clock.pending).toBe(1);
  });

  it('runs timers that timers and promises set meanwhile', async () => {
    const clock = createManualClock();
    const ran: number[] = [];
    clock.setTimeout(() => {
      void Promise.resolve().then(() => clock.setTimeout(() => ran.push(clock.now()), 10));
    }, 10);
    await clock.advance(20);
    expect(ran).toEqual([20]);
  });

  it('does not run what was cleared or disposed', async () => {
    const clock = createManualClock();
    const called = jest.fn();
    clock.clearTimeout(clock.setTimeout(called, 1));
    clock.setTimeout(called, 1)[Symbol.dispose]();
    clock.clearTimeout(undefined);
    await clock.advance(10);
    expect(called).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('takes a negative delay for none', async () => {
    const clock = createManualClock();
    const called = jest.fn();
    clock.setTimeout(called, -5).unref();
    await clock.advance(0);
    expect(called).toHaveBeenCalledTimes(1);
    expect(clock.now()).toBe(0);
  });
});

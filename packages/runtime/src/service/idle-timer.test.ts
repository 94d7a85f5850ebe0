import { createManualClock } from '@mediaconduit/testkit';
import { IdleTimer } from './idle-timer';

describe('IdleTimer', () => {
  it('calls once, a full idle time after the last touch', async () => {
    const clock = createManualClock();
    const onIdle = jest.fn(() => false);
    const timer = new IdleTimer(clock, 100, onIdle);
    timer.touch();
    await clock.advance(60);
    timer.touch();
    expect(clock.pending).toBe(1);
    await clock.advance(99);
    expect(onIdle).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onIdle).toHaveBeenCalledTimes(1);
    await clock.advance(1000);
    expect(onIdle).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it('asks again after the idle time while there is use', async () => {
    const clock = createManualClock();
    const onIdle = jest.fn(() => true);
    new IdleTimer(clock, 100, onIdle).touch();
    await clock.advance(300);
    expect(onIdle).toHaveBeenCalledTimes(3);
  });

  it('never calls with 0', () => {
    const clock = createManualClock();
    new IdleTimer(clock, 0, () => false).touch();
    expect(clock.pending).toBe(0);
  });

  it('can be stopped, and starts again with the next touch', async () => {
    const clock = createManualClock();
    const onIdle = jest.fn(() => false);
    const timer = new IdleTimer(clock, 100, onIdle);
    timer.stop();
    timer.touch();
    timer.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(1000);
    timer.touch();
    await clock.advance(100);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('does not keep the program alive', () => {
    const clock = createManualClock();
    const unref = jest.fn();
    const setTimeout = clock.setTimeout.bind(clock);
    jest
      .spyOn(clock, 'setTimeout')
      .mockImplementation((callback, ms) => Object.assign(setTimeout(callback, ms), { unref }));
    new IdleTimer(clock, 100, () => false).touch();
    expect(unref).toHaveBeenCalledTimes(1);
  });
});

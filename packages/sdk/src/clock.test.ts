import { SYSTEM_CLOCK } from './clock';

describe('SYSTEM_CLOCK', () => {
  it('never goes back', () => {
    const first = SYSTEM_CLOCK.now();
    expect(SYSTEM_CLOCK.now()).toBeGreaterThanOrEqual(first);
  });

  it('calls back', async () => {
    await expect(new Promise((resolve) => SYSTEM_CLOCK.setTimeout(() => resolve('called'), 1))).resolves.toBe('called');
  });

  it('does not call back after clearTimeout', async () => {
    const called = jest.fn();
    SYSTEM_CLOCK.clearTimeout(SYSTEM_CLOCK.setTimeout(called, 1));
    await new Promise((resolve) => SYSTEM_CLOCK.setTimeout(() => resolve(undefined), 5));
    expect(called).not.toHaveBeenCalled();
  });

  it('takes undefined as a timer that is not there', () => {
    expect(() => SYSTEM_CLOCK.clearTimeout(undefined)).not.toThrow();
  });
});

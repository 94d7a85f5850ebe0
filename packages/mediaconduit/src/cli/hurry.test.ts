import { Hurry } from './hurry';

describe('Hurry', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('kills when the time is over, and waits a second more for what was killed', async () => {
    const kill = jest.fn();
    const hurry = new Hurry(kill);
    const over = jest.fn();
    void hurry.over.then(over);
    hurry.in(2000);
    await jest.advanceTimersByTimeAsync(1999);
    expect({ killed: kill.mock.calls.length, begun: hurry.begun }).toEqual({ killed: 0, begun: false });
    await jest.advanceTimersByTimeAsync(1);
    expect({ killed: kill.mock.calls.length, begun: hurry.begun }).toEqual({ killed: 1, begun: true });
    expect(over).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1000);
    expect(over).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([0, 2500])('leaves no timer when the end comes after %i ms', async (ms) => {
    const hurry = new Hurry(() => undefined);
    hurry.in(2000);
    await jest.advanceTimersByTimeAsync(ms);
    hurry.end();
    expect(jest.getTimerCount()).toBe(0);
  });
});

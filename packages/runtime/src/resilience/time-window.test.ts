import { TimeWindow } from './time-window';

const created = () => new TimeWindow({ windowMs: 30_000, buckets: 10 });

describe('TimeWindow', () => {
  it('counts what lies in the window', () => {
    const window = created();
    window.add(0, { total: 2, marked: 1 });
    window.add(29_999, { total: 1, marked: 1 });
    expect(window.counts(29_999)).toEqual({ total: 3, marked: 2 });
  });

  it('drops a step at a time', () => {
    const window = created();
    for (let now = 0; now < 30_000; now += 3000) window.add(now, { total: 1, marked: 0 });
    expect([27_000, 30_000, 33_000, 57_000].map((now) => window.counts(now).total)).toEqual([10, 9, 8, 0]);
  });

  it('counts anew in a step that is used again', () => {
    const window = created();
    window.add(1, { total: 5, marked: 5 });
    window.add(30_001, { total: 1, marked: 0 });
    expect(window.counts(30_001)).toEqual({ total: 1, marked: 0 });
  });

  it('is empty after clear()', () => {
    const window = created();
    window.add(1, { total: 5, marked: 5 });
    window.clear();
    expect(window.counts(1)).toEqual({ total: 0, marked: 0 });
  });
});

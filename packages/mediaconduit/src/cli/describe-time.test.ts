import { describeTime } from './describe-time';

describe('describeTime', () => {
  it.each([
    [0.2, '1 ms'],
    [999, '999 ms'],
    [1400, '1.4 s'],
    [59_960, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('says %d as %s', (ms, words) => expect(describeTime(ms)).toBe(words));
});

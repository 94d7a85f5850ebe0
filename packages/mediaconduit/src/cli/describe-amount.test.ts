import { describeSize, describeTime } from './describe-amount';

describe('describeSize', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [123_456, '123 kB'],
    [3_100_000_000, '3.1 GB'],
    [5e15, '5000 TB'],
  ])('says %d as %s', (bytes, words) => expect(describeSize(bytes)).toBe(words));
});

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

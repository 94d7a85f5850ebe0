import { describeSpan } from './describe-span';

it.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('describeSpan(%d) is %s', (ms, words) => expect(describeSpan(ms)).toBe(words));

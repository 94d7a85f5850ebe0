import { describeAge } from './describe-age';
import { parseReleaseAge } from './parse-release-age';
import { isExcluded } from './release-age';

const DAY_MS = 86_400_000;

describe('parseReleaseAge', () => {
  it.each([
    ['0', 0],
    ['0d', 0],
    ['90s', 90_000],
    ['36h', 1.5 * DAY_MS],
    ['1.5d', 1.5 * DAY_MS],
    [' 2w ', 14 * DAY_MS],
    ['3650d', 3650 * DAY_MS],
  ])('reads "%s"', (text, ageMs) => expect(parseReleaseAge(text)).toBe(ageMs));

  it.each(['', '3', '-1d', 'soon', '3 days', '1e9d', '3651d', '9999999999d', 'd', '1d2h'])('refuses "%s"', (text) => {
    expect(parseReleaseAge(text)).toBeUndefined();
  });
});

describe('describeAge', () => {
  it.each([
    [3 * DAY_MS, '3d'],
    [1.5 * DAY_MS, '36h'],
    [90_000, '90s'],
    [1, '1s'],
  ])('writes %s ms as "%s"', (ageMs, text) => expect(describeAge(ageMs)).toBe(text));
});

describe('isExcluded', () => {
  it.each([
    ['@acme/cow', ['@acme/*'], true],
    ['@acme/cow', ['cow'], false],
    ['cow', ['co.'], false],
    ['cow', ['C*'], true],
    ['github:acme/cow', ['github:acme/*'], true],
    ['github:acme/cow', ['!github:x/*'], false],
    ['cow', ['*'], true],
    ['cow', [], false],
  ])('compares %s with %j', (name, patterns, answer) => expect(isExcluded(name, patterns)).toBe(answer));
});

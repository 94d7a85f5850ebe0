import { pickOldEnough } from './pick-old-enough';

const BEFORE = Date.parse('2026-06-10T00:00:00Z');
const OLD = '2026-06-01T00:00:00Z';
const YOUNG = '2026-06-15T00:00:00Z';

type Dates = Readonly<Record<string, string | undefined>>;
type Choice = readonly [range: string, newest: string, taken?: string];

const pick = (dates: Dates, [range, newest, taken]: Choice, deprecated: readonly string[] = []): string | undefined => {
  const names = Object.keys(dates);
  const versions = Object.fromEntries(
    names.map((name) => [name, deprecated.includes(name) ? { deprecated: 'no' } : {}]),
  );
  const time = Object.fromEntries(names.flatMap((name) => (dates[name] === undefined ? [] : [[name, dates[name]]])));
  return pickOldEnough({ versions, time }, { range, newest, taken, before: BEFORE });
};

describe('pickOldEnough', () => {
  it.each<[string, Dates, Choice, string | undefined]>([
    ['what npm takes, when that is old', { '1.0.0': OLD, '1.1.0': OLD }, ['^1', '1.0.0'], '1.0.0'],
    ['the highest old one of a range', { '1.0.0': OLD, '1.1.0': OLD, '1.2.0': YOUNG }, ['^1', '1.2.0'], '1.1.0'],
    ['nothing outside the range', { '0.9.0': OLD, '1.2.0': YOUNG }, ['^1', '1.2.0'], undefined],
    ['nothing else for an exact version', { '1.1.0': OLD, '1.2.0': YOUNG }, ['1.2.0', '1.2.0'], undefined],
    ['nothing above the tag', { '1.0.0': OLD, '2.0.0': YOUNG, '3.0.0': OLD }, ['latest', '2.0.0'], '1.0.0'],
    ['nothing above it for any version', { '1.0.0': OLD, '2.0.0': YOUNG, '3.0.0': OLD }, ['*', '2.0.0'], '1.0.0'],
    ['no prerelease for a release', { '1.0.0': OLD, '2.0.0-rc.1': OLD, '2.0.0': YOUNG }, ['latest', '2.0.0'], '1.0.0'],
    ['no prerelease for a range', { '1.0.0': OLD, '1.1.0-rc.1': OLD, '1.1.0': YOUNG }, ['^1', '1.1.0'], '1.0.0'],
    [
      'a prerelease for a tag of them',
      { '1.0.0': OLD, '2.0.0-rc.1': OLD, '2.0.0-rc.2': YOUNG },
      ['next', '2.0.0-rc.2'],
      '2.0.0-rc.1',
    ],
    [
      'a prerelease where the range names one',
      { '2.0.0-rc.1': OLD, '2.0.0-rc.2': YOUNG },
      ['^2.0.0-rc.0', '2.0.0-rc.2'],
      '2.0.0-rc.1',
    ],
    ['nothing without a date', { '1.0.0': undefined, '1.1.0': YOUNG }, ['^1', '1.1.0'], undefined],
    ['not what has no date itself', { '1.0.0': OLD, '1.1.0': undefined }, ['^1', '1.1.0'], '1.0.0'],
    ['nothing with a senseless date', { '1.0.0': 'yesterday', '1.1.0': YOUNG }, ['^1', '1.1.0'], undefined],
    ['nothing whose date only looks like one', { '1.0.0': 'version 1', '1.1.0': YOUNG }, ['^1', '1.1.0'], undefined],
    [
      'nothing of a year that no registry has seen',
      { '1.0.0': '-271821-04-20T00:00:00Z', '1.1.0': YOUNG },
      ['^1', '1.1.0'],
      undefined,
    ],
    ['what is locked, young as it is', { '1.0.0': OLD, '1.1.0': YOUNG }, ['^1', '1.1.0', '1.1.0'], '1.1.0'],
    [
      'nothing older than what is locked',
      { '1.0.0': OLD, '1.1.0': YOUNG, '1.2.0': YOUNG },
      ['^1', '1.2.0', '1.1.0'],
      '1.1.0',
    ],
  ])('takes %s', (_what, dates, choice, version) => expect(pick(dates, choice)).toBe(version));

  it('takes what is deprecated only where there is nothing else', () => {
    const dates = { '1.0.0': OLD, '1.1.0': OLD, '1.2.0': YOUNG };
    expect(pick(dates, ['^1', '1.2.0'], ['1.1.0'])).toBe('1.0.0');
    expect(pick(dates, ['^1', '1.2.0'], ['1.0.0', '1.1.0'])).toBe('1.1.0');
  });

  it('does without dates where the registry has none', () => {
    expect(pickOldEnough({ versions: { '1.0.0': {} } }, { range: '*', newest: '1.0.0', before: BEFORE })).toBe(
      undefined,
    );
    expect(pickOldEnough({}, { range: '*', newest: '1.0.0', before: BEFORE })).toBe(undefined);
  });
});

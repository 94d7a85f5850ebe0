import { conformanceLines, standing } from './conformance-lines';
import type { ConformanceReport, QualityLevel, RuleResult } from './conformance-suite';

const LEVELS: readonly QualityLevel[] = ['bronze', 'silver', 'gold', 'platinum'];

const rule = (id: string, level: QualityLevel, changes: Partial<RuleResult> = {}): RuleResult => ({
  ...{ id, level, title: `keeps ${id}`, outcome: 'pass', details: [], docs: `https://mediaconduit.dev/${id}` },
  ...changes,
});

const BROKEN: Partial<RuleResult> = { outcome: 'fail', details: ['It prints.', 'Twice.'], next: 'Print nothing.' };
const UNKNOWN: Partial<RuleResult> = { outcome: 'not-run', details: ['no Docker'], next: 'start Docker' };

const report = (changes: Partial<ConformanceReport>): ConformanceReport => ({
  ...{ folder: '/cow', name: 'cow', version: '1.0.0', isComplete: true, results: [] },
  ...changes,
});

const shown = (given: ConformanceReport, width = Infinity): string[] =>
  conformanceLines(given, standing(given, LEVELS, undefined), { width }).map((line) =>
    line.map(({ text }) => text).join(''),
  );

describe('conformanceLines', () => {
  it('says what to do about each rule that is not kept, and how good the package is', () => {
    const results = [
      rule('MC-P01', 'bronze'),
      rule('MC-P14', 'silver', BROKEN),
      rule('MC-P28', 'silver', { outcome: 'not-applicable', details: ['it has no key'] }),
      rule('MC-S28', 'platinum', UNKNOWN),
    ];
    expect(shown(report({ level: 'bronze', results }))).toEqual([
      '✓ MC-P01  bronze    keeps MC-P01',
      '✗ MC-P14  silver    keeps MC-P14',
      '      It prints.',
      '      Twice.',
      '      next: Print nothing.',
      '      https://mediaconduit.dev/MC-P14',
      '– MC-P28  silver    keeps MC-P28: it has no key',
      '? MC-S28  platinum  keeps MC-S28',
      '      not checked: no Docker',
      '      next: start Docker',
      '',
      'cow 1.0.0: bronze',
      '1 kept, 1 broken, 1 not checked, 1 do not apply',
      'for silver: MC-P14',
    ]);
  });

  it('wraps what is said in a narrow terminal', () => {
    const results = [rule('MC-P14', 'silver', { ...BROKEN, details: ['one two three four five six'] })];
    expect(shown(report({ results }), 20)).toEqual(
      expect.arrayContaining(['      one two three', '      four five six']),
    );
  });

  it('tells no level where only some rules were asked for', () => {
    const results = [rule('MC-P01', 'bronze')];
    expect(shown(report({ isComplete: false, version: undefined, results })).at(-1)).toBe(
      'cow: 1 kept, 0 broken, 0 not checked, 0 do not apply',
    );
  });
});

describe('standing', () => {
  it.each([
    ['nothing is broken', { level: 'gold', results: [rule('a', 'platinum', UNKNOWN)] }, undefined, true],
    ['the wanted level is reached', { level: 'gold', results: [] }, 'silver', true],
    ['the wanted level is not reached', { level: 'gold', results: [] }, 'platinum', false],
    ['it is below bronze', { results: [] }, 'bronze', false],
    ['a rule is broken', { level: 'gold', results: [rule('a', 'platinum', BROKEN)] }, undefined, false],
  ] as const)('%s', (_what, changes, wanted, ok) => {
    expect(standing(report(changes), LEVELS, wanted).ok).toBe(ok);
  });

  it('has no next level after platinum', () => {
    expect(standing(report({ level: 'platinum' }), LEVELS, undefined)).toEqual({ ok: true });
  });
});

import type { Cell, CoreVersion, Matrix } from './matrix';
import { matrixLines } from './matrix-lines';

const core = (version: string, ...names: string[]): CoreVersion => ({ version, names, sdk: version, testkit: version });
const RULES = { pass: 1, fail: 0, 'not-run': 0, 'not-applicable': 0 };

const kept: Cell = { outcome: 'passed', core: '1.0.0', level: 'gold', rules: RULES, broken: [] };
const crashed: Cell = {
  ...{ outcome: 'failed', core: '1.1.0-next.1', isDeclared: false },
  problem: { code: 'MC_PROVIDER_FAILED', message: 'one two three four five six seven eight' },
};

const MATRIX: Matrix = {
  cores: [core('1.0.0', 'installed', 'latest'), core('1.1.0-next.1', 'next')],
  rows: [
    { provider: '@acme/shout-provider', version: '1.2.0', cells: [kept, crashed] },
    { provider: 'cow', cells: [kept, kept] },
  ],
};

const shown = (width: number): string[] =>
  matrixLines(MATRIX, { width }).map((line) => line.map(({ text }) => text).join(''));

describe('matrixLines', () => {
  it('is a table where that fits', () => {
    expect(shown(80).slice(0, 4)).toEqual([
      'provider                    1.0.0 (installed, latest)  1.1.0-next.1 (next)',
      '@acme/shout-provider 1.2.0  ✓ gold, 1 kept             ✗ MC_PROVIDER_FAILED',
      'cow                         ✓ gold, 1 kept             ✓ gold, 1 kept',
      '',
    ]);
  });

  it('is a list in a narrow terminal, in which the reasons are wrapped', () => {
    expect(shown(50)).toEqual([
      '@acme/shout-provider 1.2.0',
      '  1.0.0 (installed, latest)  ✓ gold, 1 kept',
      '  1.1.0-next.1 (next)        ✗ MC_PROVIDER_FAILED',
      'cow',
      '  1.0.0 (installed, latest)  ✓ gold, 1 kept',
      '  1.1.0-next.1 (next)        ✓ gold, 1 kept',
      '',
      '@acme/shout-provider 1.2.0 with 1.1.0-next.1',
      '  MC_PROVIDER_FAILED',
      '    one two three four five six seven eight',
    ]);
    expect(shown(40).slice(-3)).toEqual(['  MC_PROVIDER_FAILED', '    one two three four five six seven', '    eight']);
  });
});

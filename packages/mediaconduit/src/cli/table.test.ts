import { tableLines } from './table';

const ROWS = [
  ['  --cow', 'string', 'Who says it: dragon, tux or random.'],
  ['  --mode', 'borg|dead|greedy|paranoid|stoned', 'A face.'],
  ['  --wrap', 'integer', ''],
];

describe('tableLines', () => {
  it('aligns the columns, one row a line, where nothing limits them', () => {
    expect(tableLines(ROWS).split('\n')).toEqual([
      '  --cow   string                            Who says it: dragon, tux or random.',
      '  --mode  borg|dead|greedy|paranoid|stoned  A face.',
      '  --wrap  integer',
      '',
    ]);
    expect(tableLines(ROWS, 79)).toBe(tableLines(ROWS));
  });

  it('wraps the last column, and puts it below what is wide', () => {
    expect(tableLines(ROWS, 40).split('\n')).toEqual([
      '  --cow   string   Who says it: dragon,',
      '                   tux or random.',
      '  --mode  borg|dead|greedy|paranoid|',
      '          stoned',
      '                   A face.',
      '  --wrap  integer',
      '',
    ]);
  });

  it('puts every description below its row where all are wide', () => {
    const rows = [
      ['cowsay:cowsay-default-with-a-name', 'text-to-text', 'Puts your text into a balloon.'],
      ['other:other-default-with-a-name-too', 'text-to-text', 'Another.'],
    ];
    expect(tableLines(rows, 60).split('\n')).toEqual([
      'cowsay:cowsay-default-with-a-name    text-to-text',
      '    Puts your text into a balloon.',
      'other:other-default-with-a-name-too  text-to-text',
      '    Another.',
      '',
    ]);
  });

  it('does not make every row as wide as the widest description', () => {
    const rows = [['a', 'b'], ['c', 'x'.repeat(1_000_000)], ['d', '']]; // prettier-ignore
    expect(tableLines(rows).length).toBeLessThan(1_000_100);
  });

  it('makes cells harmless', () => {
    expect(tableLines([['\u001b[2J', 'a']])).toBe('\\x1b[2J  a\n');
    expect(tableLines([])).toBe('');
  });
});

import { markdownTable } from './markdown-table';

describe('markdownTable', () => {
  it('aligns columns by what is seen', () => {
    expect(
      markdownTable(
        ['a', 'what'],
        [
          ['日本', 'x'],
          ['long words', ''],
        ],
      ),
    ).toEqual(['| a          | what |', '| ---------- | ---- |', '| 日本       | x    |', '| long words |      |']);
  });

  it('leaves out a column that says nothing', () => {
    expect(markdownTable(['a', 'b', 'c'], [['1', '', '3']])).toEqual([
      '| a   | c   |',
      '| --- | --- |',
      '| 1   | 3   |',
    ]);
  });

  it('keeps cells together whatever is in them', () => {
    const [, , row] = markdownTable(['a', 'b'], [['x | y', '`1|2`']]);
    expect(row).toBe('| x \\| y | `1\\|2` |');
  });

  it('does not align what is far too wide', () => {
    const wide = 'w'.repeat(400);
    expect(markdownTable(['a', 'b'], [[wide, 'x']])).toEqual(['| a | b |', '| --- | --- |', `| ${wide} | x |`]);
  });
});

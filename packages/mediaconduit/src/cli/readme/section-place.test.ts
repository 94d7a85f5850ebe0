import { BEGIN, END, findSection, withSection } from './section-place';

const place = (text: string): ReturnType<typeof findSection> => findSection(Buffer.from(text), 'README.md');
const filled = (text: string): string => withSection(Buffer.from(text), place(text), 'new\nlines').toString();

describe('findSection', () => {
  it.each([
    ['\n', '# A\n', 'after\n'],
    ['\r\n', '# Ä\r\n', 'after\r\n'],
    ['\n', '\ufeff', ''],
    ['\n', '```\n' + BEGIN + '\n```\n', ''],
    ['\n', '', '~~~html\n' + BEGIN + '\n' + END + '\n~~~\n'],
  ])('takes what is between the lines, with %j', (feed, before, after) => {
    const text = `${before}${BEGIN}${feed}old${feed}${END}${feed}${after}`;
    expect(filled(text)).toBe(`${before}${BEGIN}${feed}new${feed}lines${feed}${END}${feed}${after}`);
  });

  it('takes markers without anything between them, at the end of a file', () => {
    expect(filled(`${BEGIN}\n${END}`)).toBe(`${BEGIN}\nnew\nlines\n${END}`);
  });

  it('finds the end whatever is between', () => {
    expect(filled(`${BEGIN}\n\`\`\`\nnever closed\n${END}\n`)).toBe(`${BEGIN}\nnew\nlines\n${END}\n`);
  });

  it('leaves bytes alone that are no text', () => {
    const odd = Buffer.concat([Buffer.from([0xff, 0xe9, 0x0a]), Buffer.from(`${BEGIN}\n${END}\n`)]);
    const written = withSection(odd, findSection(odd, 'README.md'), 'new');
    expect(written.subarray(0, 3)).toEqual(odd.subarray(0, 3));
  });

  it.each([
    ['no markers', '# A\n', 'these two lines'],
    ['markers within a line', `a ${BEGIN} ${END}\n`, 'these two lines'],
    ['markers in code alone', `\`\`\`\n${BEGIN}\n${END}\n\`\`\`\n`, 'these two lines'],
    ['a beginning alone', `${BEGIN}\n`, `ends:\n${END}`],
    ['an end alone', `${END}\n`, `is to stand:\n${BEGIN}`],
    ['two pairs', `${BEGIN}\n${END}\n${BEGIN}\n${END}\n`, 'keep one line'],
    ['two beginnings', `${BEGIN}\n${BEGIN}\n${END}\n`, 'keep one line'],
    ['the wrong order', `${END}\n${BEGIN}\n`, 'keep one line'],
  ])('refuses %s', (_what, text, hint) => {
    expect(() => place(text)).toThrow(
      expect.objectContaining({ code: 'MC_README_INVALID', hint: expect.stringContaining(hint) }),
    );
  });

  it('says on which lines', () => {
    expect(() => place(`a\n${END}\nb\n${BEGIN}\n`)).toThrow(
      `README.md says in the wrong order where the section stands: line 2: ${END}, line 4: ${BEGIN}.`,
    );
  });
});

import { codeOf, proseOf } from './markdown-text';

describe('proseOf', () => {
  it.each([
    ['plain words, and verbose_json too.', 'plain words, and verbose_json too.'],
    ['a *b* `c` [d](e) ~~f~~ _g_', 'a \\*b\\* \\`c\\` \\[d\\](e) \\~\\~f\\~\\~ \\_g\\_'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['&lt;script&gt; R&D', '\\&lt;script\\&gt; R&D'],
    ['back\\slash and $x^2$', 'back\\\\slash and \\$x^2\\$'],
    ['two\n\n## lines\r\n', 'two ## lines'],
    ['\u001b[31mred\u202e', '\\\\x1b\\[31mred\\\\u202e'],
    ['<!-- mediaconduit:end -->', '\\<!-- mediaconduit:end --\\>'],
    ['half \ud800', 'half \ufffd'],
  ])('shows %j as it is', (text, shown) => expect(proseOf(text)).toBe(shown));
});

describe('codeOf', () => {
  it.each([
    ['mp3', '`mp3`'],
    ['', '`""`'],
    [' ', '`" "`'],
    ['a\nb', '`"a\\nb"`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['^a\\|<b>$', '<code>&#94;a&#92;&#124;&#60;b&#62;&#36;</code>'],
    ['\u001b[0m', '`"\\u001b[0m"`'],
  ])('shows %j within a line', (text, shown) => expect(codeOf(text)).toBe(shown));
});

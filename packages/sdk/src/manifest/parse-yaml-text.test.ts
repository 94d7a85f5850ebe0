import { isMediaConduitError, type MediaConduitError } from '../error/mediaconduit-error';
import { ManifestProblems } from './manifest-problems';
import { parseYamlText } from './parse-yaml-text';

const FILE = '/somewhere/file.yml';
const KIB_64 = 65_536;

function parse(text: string): unknown {
  const problems = new ManifestProblems(FILE, text);
  const { value } = parseYamlText(problems);
  problems.throwIfAny();
  return value;
}

function failure(text: string): MediaConduitError {
  try {
    parse(text);
  } catch (thrown) {
    if (isMediaConduitError(thrown, 'MC_MANIFEST_INVALID')) return thrown;
    throw thrown;
  }
  throw new TypeError('the text was taken');
}

describe('parseYamlText', () => {
  it('keeps values as they are and gives text for every scalar as written', () => {
    const problems = new ManifestProblems(FILE, 'a: 1.0\nb: [x, "y", {c: yes}]\nd: |\n  [\n  - *x\n');
    const root = parseYamlText(problems);
    expect(root.value).toEqual({ a: 1, b: ['x', 'y', { c: 'yes' }], d: '[\n- *x\n' });
    expect(root.at('a').text).toBe('1.0');
    expect(root.at('b').texts).toEqual(['x', 'y']);
    expect(root.at('toString').exists).toBe(false);
  });

  it.each([
    ['nothing', '', '1:1 the manifest is empty'],
    ['only a comment', '# nothing\n', '1:1 the manifest is empty'],
    ['only blanks', '\n \n', '1:1 the manifest is empty'],
    ['a list', '\n- a\n', '2:1 the manifest must be a map of keys, not a list'],
    ['a single value', 'hello', '1:1 the manifest must be a map of keys, not a single value'],
    ['several documents', 'a: 1\n---\nb: 2\n', '2:1 the manifest must be one YAML document, not several'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1 is not valid YAML: Tabs are not allowed as indentation'],
    ['an unclosed quote', 'a: "x\nb: 1\n', '3:1 is not valid YAML: Missing closing "quote'],
    ['an unclosed list', 'a: [1, 2\n', '2:1 is not valid YAML: '],
    ['a second value on a line', 'a: b: c\n', '1:4 is not valid YAML: '],
    ['a duplicate key', 'a: 1\nb:\n  c: 1\n  c: 2\n', '4:3 the key "c" stands here a second time'],
    ['the same key in other quotes', 'a: 1\n"a": 2\n', '2:1 the key "a" stands here a second time'],
    ['a map as a key', '? { a: 1 }\n: 2\n', '1:3 a key must be plain text, not a map or list'],
    ['an alias', 'a: &x 1\nb: *x\n', '2:4 the alias *x is not allowed in a manifest'],
    ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n', '3:7 the alias *x is not allowed in a manifest'],
    ['a tag', 'a: !!binary aGVsbG8=\n', '1:4 the tag !!binary is not allowed in a manifest'],
    ['an unknown tag', 'a: !run x\n', '1:4 the tag !run is not allowed in a manifest'],
    ['__proto__', 'a:\n  __proto__: { x: 1 }\n', '2:3 the key "__proto__" is not allowed'],
    ['constructor', '{ "constructor": 1 }', '1:3 the key "constructor" is not allowed'],
    ['prototype', '? prototype\n: 1\n', '1:3 the key "prototype" is not allowed'],
    ['a control character', 'a: 1\nb: \u001bx\n', '2:4 the control character 0x1b is not allowed'],
    ['NUL by an escape', 'a: "x\\0y"\n', '1:4 a value must not hold NUL'],
    ['flow lists nested too deep', 'a: ' + '['.repeat(33) + ']'.repeat(33), '1:36 is nested deeper than 32 levels'],
    ['block lists nested too deep', '- '.repeat(40) + 'x', 'is nested deeper than 32 levels'],
    ['maps nested too deep', nestedMaps(40), 'is nested deeper than 32 levels'],
    ['a huge value', `a: ${'x'.repeat(20_000)}`, '1:4 a value has 20000 characters; at most 16384 are taken'],
    ['too many items', `a: [${'b,'.repeat(2_100)}]`, 'has too many parts; a manifest may hold 2000 values'],
    ['too many keys', manyKeys(2_001), 'has too many parts; a manifest may hold 2000 values'],
  ])('refuses %s with its place', (_what, text, expected) => {
    const error = failure(text);
    expect(error.message.split('\n')[0]).toContain(expected);
    expect(error.message).toMatch(/^\/somewhere\/file\.yml:\d+:\d+ \S/);
    expect(error.hint).toEqual(expect.stringMatching(/\S/));
    expect(error.exitCode).toBe(4);
  });

  it('takes as many values as the limit says', () => {
    expect(Object.keys(parse(manyKeys(999)) as object)).toHaveLength(999);
  });

  it('refuses a text above 64 KiB before it reads it', () => {
    expect(failure('a'.repeat(1_000_000)).message).toBe(
      `${FILE}:1:1 the manifest has 1000000 bytes; at most 65536 are read`,
    );
    expect(failure('é'.repeat(KIB_64 / 2 + 1)).message).toContain('65538 bytes');
  });

  it('shows no control characters of the manifest in its message', () => {
    expect(failure('"\\e[31m": 1\n"\\e[31m": 2').message).toBe(
      `${FILE}:2:1 the key "\ufffd[31m" stands here a second time`,
    );
  });

  it.each([
    ['[', 'a: ' + '['.repeat(KIB_64 - 3)],
    ['{', '{'.repeat(KIB_64)],
    ['- ', '- '.repeat(KIB_64 / 2)],
    ['? ', '? '.repeat(KIB_64 / 2)],
    ['a: ', 'a: '.repeat(KIB_64 / 3)],
    ['same keys', 'a:\n'.repeat(KIB_64 / 3)],
    ['different keys', manyKeys(9_000).slice(0, KIB_64)],
    ['closing brackets', ']'.repeat(KIB_64)],
    ['commas', `[${','.repeat(KIB_64 - 1)}`],
    ['anchors', '&a '.repeat(KIB_64 / 3)],
    ['bad escapes', `a: "${'\\x'.repeat(KIB_64 / 2 - 3)}"`],
    ['documents', '---\n'.repeat(KIB_64 / 4)],
    ['directives', '%Y\n'.repeat(KIB_64 / 3)],
    ['blank lines', '\n'.repeat(KIB_64)],
    ['comments', '#\n'.repeat(KIB_64 / 2)],
    ['deep maps', nestedMaps(355)],
    ['lines of text', `a: ${'b\n '.repeat(KIB_64 / 3 - 2)}`],
    ['an alias bomb', aliasBomb()],
  ])('refuses 64 KiB of %s with a typed error', (_what, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(KIB_64);
    expect(failure(text).code).toBe('MC_MANIFEST_INVALID');
  });
});

function nestedMaps(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
}

function manyKeys(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index.toString(36)}: 1`).join('\n');
}

function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}*l${i}]`);
  return ['l0: &l0 [x, x]', ...levels].join('\n');
}

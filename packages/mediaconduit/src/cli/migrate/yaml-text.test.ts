import { YamlText, type YamlPath } from './yaml-text';

const read = (text: string): YamlText => new YamlText('a.yml', text, 'MC_COMPOSE_INVALID');

function after(text: string, change: (yaml: YamlText) => void): string {
  const yaml = read(text);
  change(yaml);
  return yaml.text;
}

describe('YamlText', () => {
  it.each<[what: string, text: string, path: YamlPath, left: string]>([
    ['a key with its comment', 'a: 1 # one\nb: 2 # two\n', ['a'], 'b: 2 # two\n'],
    ['a key, and not the comment above the next one', 'a: 1\n# about b\nb: 2\n', ['a'], '# about b\nb: 2\n'],
    ['a map with all it holds', 'a:\n  b: 1 # x\n  # y\n  c: [1,\n    2]\nd: 1\n', ['a'], 'd: 1\n'],
    ['a block of text', 'a: |\n  one\n\n  two\nb: 2\n', ['a'], 'b: 2\n'],
    ['the last key without an end of line', 'a: 1\nb: 2', ['b'], 'a: 1\n'],
    ['the first key behind a dash', '- a: 1\n  b: 2\n- c: 3\n', [0, 'a'], '- b: 2\n- c: 3\n'],
    ['the second key behind a dash', '- a: 1\n  b: 2\n- c: 3\n', [0, 'b'], '- a: 1\n- c: 3\n'],
    ['an item of a list', 'a:\n  - 1 # one\n  - 2\n', ['a', 0], 'a:\n  - 2\n'],
    ['a list with its last item', 'a:\n  - 1\nb: 2\n', ['a', 0], 'b: 2\n'],
    ['a map with its last key', 'a:\n  b:\n    c: 1\nd: 2\n', ['a', 'b', 'c'], 'd: 2\n'],
    ['the first of a map in braces', '{ a: 1, b: 2, c: 3 }\n', ['a'], '{ b: 2, c: 3 }\n'],
    ['the last of a map in braces', '{ a: 1, b: [1, 2] }\n', ['b'], '{ a: 1 }\n'],
    ['an item in brackets', 'a: [1, 2, 3]\n', ['a', 1], 'a: [1, 3]\n'],
    ['a key without a value', 'a:\nb: 2\n', ['a'], 'b: 2\n'],
    ['one of two gaps', 'a: 1\n\nb: 2\n\nc: 3\n', ['b'], 'a: 1\n\nc: 3\n'],
    ['a key at the end of Windows lines', 'a: 1\r\nb: 2\r\n', ['b'], 'a: 1\r\n'],
    ['nothing that is not there', 'a: 1\nb: { c: 1 }\n', ['b', 'd'], 'a: 1\nb: { c: 1 }\n'],
    ['a quoted key', '"a b": 1\nc: 2\n', ['a b'], 'c: 2\n'],
  ])('takes away %s', (_what, text, path, left) => {
    expect(after(text, (yaml) => yaml.remove(path))).toBe(left);
  });

  it.each<[what: string, text: string, [path: YamlPath, added: unknown], result: string]>([
    ['at the end', 'a: 1 # one\n', [[], 'x'], 'a: 1 # one\nkey: x\n'],
    ['behind a last line without an end', 'a: 1', [[], 'x'], 'a: 1\nkey: x\n'],
    ['in a map', 'a:\n    b: 1\n# end\nc: 2\n', [['a'], 'x'], 'a:\n    b: 1\n    key: x\n# end\nc: 2\n'],
    ['in a map behind a dash', '- a: 1\n- b: 2\n', [[0], 'x'], '- a: 1\n  key: x\n- b: 2\n'],
    ['in braces', 'a: { b: 1 }\n', [['a'], { c: [1] }], 'a: { b: 1, key: {c: [1]} }\n'],
    ['in empty braces', 'a: {}\n', [['a'], 'x'], 'a: { key: x }\n'],
    ['in a key without a value', 'a:\nb: 1\n', [['a'], 'x'], 'b: 1\na:\n  key: x\n'],
    ['in maps that are not there', 'a:\n  b: 1\n', [['a', 'c', 'd'], 'x'], 'a:\n  b: 1\n  c:\n    d:\n      key: x\n'],
    ['in an empty file', '', [[], 'x'], 'key: x\n'],
    ['with quotes where they are needed', 'a: 1\n', [[], '1: #'], "a: 1\nkey: '1: #'\n"],
    ['in Windows lines', 'a: 1\r\n', [[], { b: 1 }], 'a: 1\r\nkey:\r\n  b: 1\r\n'],
  ])('adds a key %s', (_what, text, [path, added], result) => {
    expect(after(text, (yaml) => yaml.add(path, 'key', added))).toBe(result);
  });

  it('puts values into the quotes that were there, and renames keys', () => {
    const text = `a: "x" # one\nb: 'y'\nc: z\nd: [ "1:2" ]\n`;
    const changed = after(text, (yaml) => {
      for (const path of [['a'], ['b'], ['c'], ['d', 0]]) yaml.replace(path, "it's");
      yaml.rename(['c'], 'e');
    });
    expect(changed).toBe(`a: "it's" # one\nb: 'it''s'\ne: it's\nd: [ "it's" ]\n`);
  });

  it.each([
    ['what is no YAML', 'a: [1\nb: 2\n', 'a.yml:2:1'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'a.yml:2:1'],
    ['a huge file', `a: ${'x'.repeat(70_000)}\n`, 'a.yml:1:1 the file is larger'],
  ])('refuses %s with its place', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('refuses aliases that stand for too much', () => {
    const levels = Array.from({ length: 9 }, (_, at) => `l${at}: &l${at} [${`*l${at - 1}, `.repeat(9)}]`).slice(1);
    const yaml = read(['l0: &l0 [1]', ...levels, ''].join('\n'));
    expect(() => yaml.value(['l8'])).toThrow('a.yml:9:1');
  });
});

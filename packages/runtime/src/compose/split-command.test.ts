import { splitCommand } from './split-command';

describe('splitCommand', () => {
  it.each([
    ['a  b\tc ', ['a', 'b', 'c']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`pre'fix'"ed"`, ['prefixed']],
    [`"" ''`, ['', '']],
    [`"a \\"b\\" \\n"`, ['a "b" \\n']],
    ['a; rm -rf $HOME `x` > y', ['a;', 'rm', '-rf', '$HOME', '`x`', '>', 'y']],
    ['', []],
  ])('splits %j', (line, words) => {
    expect(splitCommand(line)).toEqual(words);
  });

  it.each(["'a", '"a', 'a\\'])('does not take %j', (line) => {
    expect(splitCommand(line)).toBeUndefined();
  });
});

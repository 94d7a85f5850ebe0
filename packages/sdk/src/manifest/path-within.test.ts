import { isPathWithin } from './path-within';

describe('isPathWithin', () => {
  it.each(['a', './a', 'a/b.yml', 'a/../b', '..a/b', 'a\\b', '.'])('takes %s', (path) => {
    expect(isPathWithin(path)).toBe(true);
  });

  it.each(['..', '../a', 'a/../../b', '/a', 'C:\\a', 'C:a', 'c:/a', '..\\a', 'a\\..\\..\\b', '\\\\host\\a', 'a\0'])(
    'refuses %j',
    (path) => {
      expect(isPathWithin(path)).toBe(false);
    },
  );
});

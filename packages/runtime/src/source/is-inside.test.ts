import { isInside } from './is-inside';

describe('isInside', () => {
  it.each(['/a/b', '/a/b/', '/a/b/c', '/a/b/..c', '/a/b/c/../d'])('is true of %s', (path) => {
    expect(isInside('/a/b', path)).toBe(true);
  });

  it.each(['/', '/a', '/a/bc', '/a/b/../c', '/c'])('is false of %s', (path) => {
    expect(isInside('/a/b', path)).toBe(false);
  });
});

import { leadsInside } from './link-target';

const inside = (path: string, target: string, others: Record<string, string> = {}): boolean =>
  leadsInside(new Map(Object.entries({ ...others, [path]: target })), path);

describe('leadsInside', () => {
  it.each([
    ['node_modules/.bin/b', '../b/cli.js'],
    ['a', 'b'],
    ['a', './b//c/.'],
    ['a/b', '..'],
    ['a/b', '../nothing/here'],
    ['a/b/c', '../../d'],
  ])('takes a link %s to %s', (path, target) => expect(inside(path, target)).toBe(true));

  it.each([
    ['a', '..'],
    ['a', 'b/../..'],
    ['a/b', '../../x'],
    ['a', 'a'],
    ['a', 'a/b'],
  ])('refuses a link %s to %s', (path, target) => expect(inside(path, target)).toBe(false));

  it('goes through other links as the kernel does, not by counting dots', () => {
    // a/b/c/d leads to x; from there `..` is not a/b/c but the root.
    expect(inside('a/b/c/e', 'd/../../..', { 'a/b/c/d': '../../../x' })).toBe(false);
    expect(inside('a/b/c/e', 'd/..', { 'a/b/c/d': '../../../x' })).toBe(true);
    expect(inside('e', 'd/e', { d: '/etc' })).toBe(false);
    expect(inside('a', 'b', { b: 'a' })).toBe(false);
  });
});

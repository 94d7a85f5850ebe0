import { withTag } from './with-tag';

describe('withTag', () => {
  it.each([
    ['node', 'node:latest'],
    ['node:20', 'node:20'],
    ['registry.example:5000/a/node', 'registry.example:5000/a/node:latest'],
    ['a/node@sha256:0123', 'a/node@sha256:0123'],
  ])('makes of %s %s', (reference, tagged) => {
    expect(withTag(reference)).toBe(tagged);
  });
});

import { toProbePath } from './read-readiness';

describe('toProbePath', () => {
  it.each([
    ['/health', '/health'],
    ['health', '/health'],
    ['http://localhost:8080/health', '/health'],
    ['http://localhost:__PORT__/health', '/health'],
    ['https://a.example/api/tags?all=1#top', '/api/tags?all=1'],
    ['http://localhost:8080', '/'],
    ['//evil.example/x', '/evil.example/x'],
  ])('reads %s as %s', (written, path) => {
    expect(toProbePath(written)).toBe(path);
  });

  it.each(['/a b', '/\\evil.example', 'ftp://a/b', '/a#b'])('takes %s for no path', (written) => {
    expect(toProbePath(written)).toBeUndefined();
  });
});

import { createRedactor } from './redactor';

const redact = createRedactor(() => ['hunter2', 'ab', '']);

describe('createRedactor', () => {
  it('hides by name, by value and in URLs, at any depth', () => {
    const status = {
      host: 'db',
      password: 'other',
      apiKey: 7,
      list: [{ accessToken: 'x', note: 'login with hunter2 failed' }],
      url: 'postgres://user:pw@db/x and redis://:pw@r',
    };
    expect(redact(status)).toEqual({
      host: 'db',
      password: '***',
      apiKey: '***',
      list: [{ accessToken: '***', note: 'login with *** failed' }],
      url: 'postgres://user:***@db/x and redis://:***@r',
    });
  });

  it('hides a short secret only where it stands alone, and says when there is none', () => {
    expect(redact({ name: 'ab', text: 'about', password: '', token: undefined })).toEqual({
      name: '***',
      text: 'about',
      password: '',
      token: undefined,
    });
  });

  it('hides the whole of a secret that holds another one', () => {
    const overlapping = createRedactor(() => ['abcd', 'abcdefgh1234', 'efgh']);
    expect(overlapping({ note: 'login with abcdefgh1234 failed, with abcd too' })).toEqual({
      note: 'login with *** failed, with *** too',
    });
  });

  it('hides the whole of a secret with an @ in a URL, and of one that is a URL', () => {
    const inUrls = createRedactor(() => ['p@ssword', 'redis://:pw@private/0']);
    expect(inUrls(['redis://user:p@ssword@db/0', 'redis://:pw@private/0'])).toEqual(['redis://user:***@db/0', '***']);
  });

  it('leaves an address alone whose path holds an @', () => {
    const text = 'http://localhost:4873/@acme/cow answers 404, and http://user:pw@localhost/@acme/cow too';
    expect(redact(text)).toBe(text.replace(':pw@', ':***@'));
  });

  it('ends in a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(redact(circle))).toContain('***');
  });
});

import { createRedactor } from './redact';

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

  it('ends in a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(redact(circle))).toContain('***');
  });
});

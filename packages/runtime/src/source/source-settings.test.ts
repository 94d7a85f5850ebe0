import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readSourceSettings, type SourceSettings } from './source-settings';

describe('readSourceSettings', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const read = (environment = {}): SourceSettings => readSourceSettings({ home: home.path, environment });
  const write = (sources: unknown): Promise<string> => home.write('settings.json', JSON.stringify({ sources }));

  it('is empty where nothing is said', async () => {
    expect(read()).toEqual({ mirrors: {}, gitCredentials: 'none' });
    await home.write('settings.json', '{}');
    expect(read({ MEDIACONDUIT_MIRRORS: '', MEDIACONDUIT_GIT_CREDENTIALS: '' })).toEqual({
      mirrors: {},
      gitCredentials: 'none',
    });
  });

  it('takes the file, and the environment before it', async () => {
    await write({ mirrors: { 'https://github.com/': '/a', 'https://gitlab.com/': '/b' }, gitCredentials: 'helper' });
    expect(read()).toEqual({
      mirrors: { 'https://github.com/': '/a', 'https://gitlab.com/': '/b' },
      gitCredentials: 'helper',
    });
    const environment = {
      MEDIACONDUIT_MIRRORS: 'https://github.com/=/a folder/x=y; https://git.example.org = https://x.example\n',
      MEDIACONDUIT_GIT_CREDENTIALS: 'none',
    };
    expect(read(environment)).toEqual({
      mirrors: {
        'https://github.com/': '/a folder/x=y',
        'https://gitlab.com/': '/b',
        'https://git.example.org': 'https://x.example',
      },
      gitCredentials: 'none',
    });
  });

  it.each([
    ['/srv/git'],
    ['https://github.com/='],
    ['https://github.com/=mirrors/github'],
    ['http://github.com/=/srv/git'],
    ['https://user@github.com/=/srv/git'],
  ])('refuses %s', (value) => {
    expect(() => read({ MEDIACONDUIT_MIRRORS: value })).toThrow(
      expect.objectContaining({ code: 'MC_CONFIG_INVALID', hint: 'name it as https://github.com/=/srv/git' }),
    );
  });

  it('refuses what is not of the right kind', async () => {
    await write({ mirrors: { 'https://github.com/': 7 } });
    expect(() => read()).toThrow(expect.objectContaining({ code: 'MC_CONFIG_INVALID' }));
    await write({ gitCredentials: 'all' });
    expect(() => read()).toThrow(expect.objectContaining({ code: 'MC_CONFIG_INVALID', hint: 'use none or helper' }));
    await home.write('settings.json', '{');
    expect(() => read()).toThrow(expect.objectContaining({ code: 'MC_CONFIG_INVALID', hint: 'write it as JSON' }));
  });
});

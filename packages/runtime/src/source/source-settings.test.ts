import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readSourceSettings, type SourceSettings } from './source-settings';

const ANY_AGE = { releaseAge: { minimumMs: 0, exclude: [] } };

describe('readSourceSettings', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const read = (environment = {}): SourceSettings => readSourceSettings({ home: home.path, environment });
  const write = (sources: unknown): Promise<string> => home.write('settings.json', JSON.stringify({ sources }));

  it('is empty where nothing is said', async () => {
    expect(read()).toEqual({ mirrors: {}, gitCredentials: 'none', ...ANY_AGE });
    await home.write('settings.json', '{}');
    expect(read({ MEDIACONDUIT_MIRRORS: '', MEDIACONDUIT_GIT_CREDENTIALS: '' })).toEqual({
      mirrors: {},
      gitCredentials: 'none',
      ...ANY_AGE,
    });
  });

  it('takes the file, and the environment before it', async () => {
    await write({ mirrors: { 'https://github.com/': '/a', 'https://gitlab.com/': '/b' }, gitCredentials: 'helper' });
    expect(read()).toEqual({
      mirrors: { 'https://github.com/': '/a', 'https://gitlab.com/': '/b' },
      gitCredentials: 'helper',
      ...ANY_AGE,
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
      ...ANY_AGE,
    });
  });

  it('takes the age of versions', async () => {
    await write({ minReleaseAge: '3d', minReleaseAgeExclude: ['@acme/*'] });
    expect(read()).toMatchObject({ releaseAge: { minimumMs: 259_200_000, exclude: ['@acme/*'] } });
    expect(read({ MEDIACONDUIT_MIN_RELEASE_AGE: '1h' })).toMatchObject({ releaseAge: { minimumMs: 3_600_000 } });
    expect(read({ MEDIACONDUIT_MIN_RELEASE_AGE: '0' })).toMatchObject({ releaseAge: { minimumMs: 0 } });
  });

  it.each([
    [{ minReleaseAge: 3 }, 'write 3d'],
    [{ minReleaseAge: 'soon' }, 'write 3d'],
    [{ minReleaseAge: null }, 'write 3d'],
    [{ minReleaseAgeExclude: '@acme/*' }, 'write names'],
    [{ minReleaseAgeExclude: [''] }, 'write names'],
  ])('refuses %j', async (sources, hint) => {
    await write(sources);
    const error = { code: 'MC_CONFIG_INVALID', hint: expect.stringContaining(hint) as string };
    expect(() => read()).toThrow(expect.objectContaining(error));
  });

  it('refuses an age in the environment', () => {
    const error = {
      code: 'MC_CONFIG_INVALID',
      message: expect.stringContaining('MEDIACONDUIT_MIN_RELEASE_AGE: "x"') as string,
    };
    expect(() => read({ MEDIACONDUIT_MIN_RELEASE_AGE: 'x' })).toThrow(expect.objectContaining(error));
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

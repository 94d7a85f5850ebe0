import { chmodSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { ensureHome, homeFolder, homeId } from './home';

const onLinux = process.platform === 'linux' ? it : it.skip;
const unusable = expect.objectContaining({
  code: 'MC_HOME_UNUSABLE',
  hint: expect.stringContaining('MEDIACONDUIT_HOME'),
});

describe('homeFolder', () => {
  it('is what the user says, else the state folder', () => {
    expect(homeFolder({ MEDIACONDUIT_HOME: '/h' })).toBe('/h');
    expect(homeFolder({ XDG_STATE_HOME: '/s' })).toBe(join('/s', 'mediaconduit'));
    expect(homeFolder({})).toMatch(/[\\/]mediaconduit$/);
    expect(homeId('/h')).toMatch(/^[0-9a-f]{8}$/);
    expect(homeId('/h')).not.toBe(homeId('/i'));
  });
});

describe('ensureHome', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  it('makes every folder that is missing, for the owner only, and takes what is there', () => {
    const home = join(folder.path, 'a', 'b', 'home');
    ensureHome(home);
    ensureHome(home);
    expect(statSync(home).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('refuses a file, and a folder below one', async () => {
    const file = await folder.write('file', '');
    expect(() => ensureHome(file)).toThrow(unusable);
    expect(() => ensureHome(join(file, 'home'))).toThrow(unusable);
  });

  it('refuses a link that leads nowhere', () => {
    const link = join(folder.path, 'link');
    symlinkSync(join(folder.path, 'none'), link);
    expect(() => ensureHome(link)).toThrow(unusable);
    expect(() => ensureHome(join(link, 'home'))).toThrow(unusable);
  });

  onLinux('refuses a folder that others may write to', () => {
    chmodSync(folder.path, 0o777);
    expect(() => ensureHome(folder.path)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('other') }),
    );
  });

  // Node's own recursive mkdir never comes back from here
  onLinux.each(['/proc/nope', '/proc/nope/.local/state/mediaconduit'])('refuses %s at once', (home) => {
    expect(() => ensureHome(home)).toThrow(unusable);
  });
});

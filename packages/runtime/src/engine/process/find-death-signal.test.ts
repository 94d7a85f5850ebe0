import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { chmod } from 'node:fs/promises';
import { findDeathSignal } from './find-death-signal';

describe('findDeathSignal', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  async function install(content: string): Promise<string> {
    const file = await folder.write('setpriv', content);
    await chmod(file, 0o755);
    return file;
  }
  const find = (platform: NodeJS.Platform = 'linux') => findDeathSignal(platform, { PATH: folder.path });

  it('uses a setpriv that knows the option', async () => {
    const program = await install(' --pdeathsig keep|clear|<signame>');
    expect(find()).toEqual([program, '--pdeathsig', 'KILL', '--']);
  });

  it('does without one that does not', async () => {
    await install('BusyBox v1.36');
    expect(find()).toEqual([]);
  });

  it('does without where there is none', () => {
    expect(find()).toEqual([]);
    expect(findDeathSignal('linux', {})).toEqual([]);
  });

  it.each(['darwin', 'win32'] as const)('does without on %s', async (platform) => {
    await install(' --pdeathsig ');
    expect(find(platform)).toEqual([]);
  });
});

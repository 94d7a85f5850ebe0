import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { spawnSync } from 'node:child_process';
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

  it('uses a setpriv that knows the option, and checks that we are still there', async () => {
    const program = await install(' --pdeathsig keep|clear|<signame>');
    const argv = find()?.(['node', 'a b'], { PATH: '/bin' });
    expect(argv?.slice(0, 6)).toEqual([program, '--pdeathsig', 'KILL', '--', '/bin/sh', '-c']);
    expect(argv?.slice(7)).toEqual([String(process.pid), 'node', 'a b']);
  });

  it('uses no shell for variables that a shell would drop', async () => {
    const program = await install(' --pdeathsig ');
    expect(find()?.(['node'], { 'a.b': '1' })).toEqual([program, '--pdeathsig', 'KILL', '--', 'node']);
  });

  it('runs the program as the child of its parent, and not as that of anybody else', async () => {
    await install('#!/bin/sh\nshift 3\nexec "$@" # --pdeathsig \n');
    const [program = '', ...rest] = find()?.(['/bin/echo', 'a  b', '$HOME'], {}) ?? [];
    expect(spawnSync(program, rest).stdout.toString()).toBe('a  b $HOME\n');
    const orphan = rest.map((word) => (word === String(process.pid) ? '1' : word));
    expect(spawnSync(program, orphan)).toMatchObject({ status: 1, stdout: Buffer.alloc(0) });
  });

  it('does without one that does not know the option', async () => {
    await install('BusyBox v1.36');
    expect(find()).toBeUndefined();
  });

  it('does without where there is none', () => {
    expect(find()).toBeUndefined();
    expect(findDeathSignal('linux', {})).toBeUndefined();
  });

  it.each(['darwin', 'win32'] as const)('does without on %s', async (platform) => {
    await install(' --pdeathsig ');
    expect(find(platform)).toBeUndefined();
  });
});

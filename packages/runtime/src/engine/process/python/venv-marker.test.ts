import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { isVenvComplete, markVenvBegun, markVenvComplete, readVenvDraft, unmarkVenv } from './venv-marker';

describe('isVenvComplete', () => {
  let folder: TemporaryFolder;
  let venv: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    venv = path.join(folder.path, 'venv');
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  /** As `python -m venv` leaves it: a link that leads to the interpreter by way of the one of the system. */
  async function make(platform: NodeJS.Platform = 'linux'): Promise<string> {
    const base = await folder.write('usr/python3.11', '');
    await symlink(base, path.join(folder.path, 'usr', 'python3'));
    await markVenvBegun(venv, { service: 'moo-service', python: '3.11.7', base, lock: '/lock' });
    if (platform === 'win32') await folder.write('venv/Scripts/python.exe', '');
    else await mkdir(path.join(venv, 'bin'));
    if (platform !== 'win32') await symlink(path.join(folder.path, 'usr', 'python3'), path.join(venv, 'bin', 'python'));
    return base;
  }

  it('is false until the environment is marked, and when the mark is taken away', async () => {
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
    await make();
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
    expect(await readVenvDraft(venv)).toMatchObject({ service: 'moo-service' });
    await markVenvComplete(venv);
    expect(await isVenvComplete(venv, 'linux')).toBe(true);
    await unmarkVenv(venv);
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
  });

  it('is false when the link of the system leads to another Python now, or to none', async () => {
    await make();
    await markVenvComplete(venv);
    const link = path.join(folder.path, 'usr', 'python3');
    await rm(link);
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
    await symlink(await folder.write('usr/python3.12', ''), link);
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
  });

  it('is false on Windows when the Python that it was made from is gone', async () => {
    const base = await make('win32');
    await markVenvComplete(venv);
    expect(await isVenvComplete(venv, 'win32')).toBe(true);
    await rm(base);
    expect(await isVenvComplete(venv, 'win32')).toBe(false);
  });

  it('is false when the mark is broken', async () => {
    await make();
    await folder.write('venv/mediaconduit.json', '{"service":');
    expect(await isVenvComplete(venv, 'linux')).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { onDisk, scratchFolder } from './scratch-folder';

describe('scratchFolder', () => {
  it('removes what a killed program left, and nothing that a living one uses', async () => {
    await using folder = await temporaryFolder();
    const mine = await scratchFolder(folder.path, 'git-');
    const { pid } = spawnSync('true');
    await folder.write(`${basename(mine.path).replace(`${process.pid}`, `${pid}`)}/repository/HEAD`, 'ref');
    await folder.write('somebody else/file', '');
    const other = await scratchFolder(folder.path, 'git-');
    const names = [mine.path, other.path, 'somebody else'].map((path) => basename(path));
    expect(readdirSync(folder.path).sort()).toEqual(names.sort());
    await mine[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    expect(readdirSync(folder.path)).toEqual(['somebody else']);
  });

  it('says that a folder for temporary files is not there', async () => {
    await expect(scratchFolder('/nowhere/at/all', 'git-')).rejects.toMatchObject({
      code: 'MC_HOME_UNUSABLE',
      facts: { folder: '/nowhere/at/all', reason: 'ENOENT' },
    });
  });
});

describe('onDisk', () => {
  it('says that there is no room', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(onDisk('/tmp', () => Promise.reject(full))).rejects.toMatchObject({ code: 'MC_NO_SPACE' });
  });

  it('leaves every other failure as it is', async () => {
    const other = new TypeError('no');
    await expect(onDisk('/tmp', () => Promise.reject(other))).rejects.toBe(other);
  });
});

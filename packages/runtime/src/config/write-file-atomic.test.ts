import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { writeFileAtomic } from './write-file-atomic';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

describe('writeFileAtomic', () => {
  it('removes what a killed process left of the same file, and nothing that somebody may still write', async () => {
    const left = ['.a.lock.1.tmp', '.a.lock.2.tmp', '.b.lock.3.tmp', '.a.lock.tmp.json'];
    for (const name of left) utimesSync(await folder.write(name, 'half'), 1, 1);
    await folder.write('.a.lock.4.tmp', 'being written');
    const file = await folder.write('a.lock', 'old');
    await writeFileAtomic(file, 'new');
    expect(readdirSync(folder.path).sort()).toEqual(['.a.lock.4.tmp', '.a.lock.tmp.json', '.b.lock.3.tmp', 'a.lock']);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('writes what a link leads to, and keeps who may read it', async () => {
    const file = await folder.write('shared/a.lock', 'old');
    chmodSync(file, 0o640);
    const link = join(folder.path, 'a.lock');
    const dangling = join(folder.path, 'b.lock');
    symlinkSync('shared/a.lock', link);
    symlinkSync('shared/b.lock', dangling);
    for (const one of [link, dangling]) {
      await writeFileAtomic(one, 'new');
      expect(lstatSync(one).isSymbolicLink()).toBe(true);
      expect(readFileSync(one, 'utf8')).toBe('new');
    }
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });
});

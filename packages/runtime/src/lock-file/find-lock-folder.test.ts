import { chmodSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { findLockFolder } from './find-lock-folder';

let folder: TemporaryFolder;
let deep: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  deep = join(folder.path, 'shop', 'apps', 'web');
  mkdirSync(deep, { recursive: true });
});
afterEach(() => folder[Symbol.asyncDispose]());

const real = (...names: string[]): string => join(realpathSync(folder.path), ...names);

describe('findLockFolder', () => {
  it.each(['package.json', 'mediaconduit.yml', 'mediaconduit.yaml', 'mediaconduit.lock'])(
    'is the nearest folder with a %s, from every folder below it',
    async (name) => {
      await folder.write('package.json', '{}');
      await folder.write(`shop/${name}`, '');
      expect([deep, join(deep, '..'), join(folder.path, 'shop')].map(findLockFolder)).toEqual(
        Array(3).fill(real('shop')),
      );
      expect(findLockFolder(folder.path)).toBe(real());
    },
  );

  it('is the folder itself where there is no project, and one that is reached by links as it is', async () => {
    expect(findLockFolder(deep)).toBe(real('shop', 'apps', 'web'));
    symlinkSync(deep, join(folder.path, 'link'));
    await folder.write('shop/package.json', '{}');
    expect(findLockFolder(join(folder.path, 'link'))).toBe(real('shop'));
  });

  it('is no folder above that everybody may write to', async () => {
    await folder.write('shop/mediaconduit.lock', '{}');
    chmodSync(join(folder.path, 'shop'), 0o777);
    expect(findLockFolder(deep)).toBe(real('shop', 'apps', 'web'));
    expect(findLockFolder(join(folder.path, 'shop'))).toBe(real('shop'));
  });
});

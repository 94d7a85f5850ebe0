import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import type { ProviderManifest } from '@mediaconduit/sdk';
import { findEntry } from './find-entry';

/** The entry of a package with these files, relative to it. */
async function entryOf(files: readonly string[], packageJson: object = {}, main?: string): Promise<string> {
  await using folder = await temporaryFolder();
  await folder.write('package.json', JSON.stringify(packageJson));
  for (const file of files) await folder.write(file, '');
  const manifest = { id: 'cow', main, folder: folder.path, file: path.join(folder.path, 'MediaConduit.provider.yml') };
  return path.relative(folder.path, findEntry(manifest as ProviderManifest)).replaceAll('\\', '/');
}

/** Files, package.json, the entry that the manifest names, and the one that is taken. */
type Row = readonly [readonly string[], object, string | undefined, string];

describe('findEntry', () => {
  const built = { main: 'dist/index.js' };

  it.each<readonly [string, ...Row]>([
    ['what the manifest names', ['src/a.ts', 'dist/index.js'], built, 'src/a.ts', 'src/a.ts'],
    ['what package.json names', ['dist/index.js', 'src/index.ts'], built, undefined, 'dist/index.js'],
    [
      'what package.json names, where that of the manifest is missing',
      ['dist/index.js'],
      built,
      'lib/x.js',
      'dist/index.js',
    ],
    ['the source where nothing is built', ['src/index.ts', 'index.js'], built, 'dist/index.js', 'src/index.ts'],
    ['the source of a built file with another name', ['src/cow.ts', 'src/index.ts'], {}, 'dist/cow.js', 'src/cow.ts'],
    [
      'the source where tests are compiled beside it',
      ['src/index.ts'],
      { main: 'dist/src/index.js' },
      undefined,
      'src/index.ts',
    ],
    ['a path without an extension', ['dist/index.js'], { main: 'dist/index' }, undefined, 'dist/index.js'],
    ['a folder', ['lib/index.cjs'], { main: './lib' }, undefined, 'lib/index.cjs'],
    [
      'the export for require()',
      ['a.cjs', 'a.mjs'],
      { exports: { '.': { import: './a.mjs', require: './a.cjs' } } },
      undefined,
      'a.cjs',
    ],
    [
      'an export without subpaths',
      ['a.mjs'],
      { exports: { types: './a.d.ts', import: './a.mjs' } },
      undefined,
      'a.mjs',
    ],
    ['one export', ['a.js'], { exports: './a.js' }, undefined, 'a.js'],
    ['the file for bundlers', ['esm/index.mjs'], { module: 'esm/index.mjs' }, undefined, 'esm/index.mjs'],
    ['index.js', ['index.js'], {}, undefined, 'index.js'],
    ['index.ts', ['index.ts'], {}, undefined, 'index.ts'],
    ['no declarations', ['index.d.ts', 'src/index.js'], { main: 'index' }, undefined, 'src/index.js'],
  ])('takes %s', async (_what, ...row) => {
    const [files, packageJson, main, expected] = row;
    await expect(entryOf(files, packageJson, main)).resolves.toBe(expected);
  });

  it('stays in the package', async () => {
    await expect(entryOf(['index.js'], { main: '../../etc/passwd.js' })).resolves.toBe('index.js');
  });

  it('says all that it looked for', async () => {
    const entry = entryOf(['readme.md'], built, 'lib/cow.js');
    await expect(entry).rejects.toMatchObject({
      code: 'MC_PROVIDER_INVALID',
      message: expect.stringContaining(
        '(lib/cow.js, dist/index.js, src/cow.ts, cow.ts, src/index.ts, index.ts, index.js',
      ),
      hint: expect.stringMatching(/^build it: npm run build in /),
    });
  });
});

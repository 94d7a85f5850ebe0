import { execFileSync } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { BundleFile } from './bundle-file';

const { signal } = new AbortController();
const onPosix = process.platform === 'win32' ? it.skip : it;

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const at = (name: string): string => join(folder.path, name);

describe('BundleFile', () => {
  it('is read as often as wanted, also when another file has taken its place', async () => {
    await writeFile(at('a'), 'cow '.repeat(200_000));
    await using bundle = await BundleFile.open(at('a'));
    await writeFile(at('b'), 'bull');
    await rename(at('b'), at('a'));
    const first = await text(bundle.bytes(signal));
    expect(first).toHaveLength(800_000);
    expect(await text(bundle.bytes(signal))).toBe(first);
    await expect(bundle.requireUnchanged()).resolves.toBeUndefined();
    expect(bundle.sizeBytes).toBe(800_000);
  });

  it('tells when somebody writes to it meanwhile', async () => {
    await writeFile(at('a'), 'cow');
    await using bundle = await BundleFile.open(at('a'));
    await writeFile(at('a'), 'cows');
    await expect(bundle.requireUnchanged()).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
  });

  it('ends with its signal', async () => {
    await writeFile(at('a'), 'cow');
    await using bundle = await BundleFile.open(at('a'));
    await expect(text(bundle.bytes(AbortSignal.abort(new Error('enough'))))).rejects.toThrow('enough');
  });

  it.each([
    ['is not there', 'none'],
    ['is a folder', '.'],
    ['lies below a file', 'a/b'],
  ])('refuses what %s', async (_what, name) => {
    await writeFile(at('a'), 'cow');
    await expect(BundleFile.open(at(name))).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });

  onPosix('refuses a pipe, and does not wait for somebody who writes into it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await expect(BundleFile.open(at('pipe'))).rejects.toMatchObject({
      code: 'MC_FILE_NOT_FOUND',
      hint: expect.stringContaining('pipe'),
    });
    await expect(BundleFile.open('/dev/zero')).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });
});

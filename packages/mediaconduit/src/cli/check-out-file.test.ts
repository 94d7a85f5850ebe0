import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { checkOutFile, outFile } from './check-out-file';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('there.txt', 'old');
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('outFile', () => {
  it('is absolute, and absent without --out', () => {
    expect([outFile(folder.path, 'moo.txt'), outFile(folder.path, undefined)]).toEqual([
      join(folder.path, 'moo.txt'),
      undefined,
    ]);
  });

  it.each(['', ' '])('refuses the name "%s"', (name) => {
    expect(() => outFile(folder.path, name)).toThrow(
      expect.objectContaining({ code: 'MC_USAGE', hint: expect.stringContaining('--out <file>') }),
    );
  });

  it('refuses what is written as a folder', () => {
    expect(() => outFile(folder.path, 'new/')).toThrow(
      expect.objectContaining({ code: 'MC_FILE_WRITE_FAILED', message: expect.stringContaining('is a folder') }),
    );
  });
});

describe('checkOutFile', () => {
  it.each(['there.txt', 'new.txt'])('takes %s, and leaves it as it is', async (name) => {
    await expect(checkOutFile(join(folder.path, name))).resolves.toBeUndefined();
  });

  it.each([
    ['none/moo.txt', 'does not exist', 'mkdir -p'],
    ['there.txt/moo.txt', 'is no folder', 'another path'],
    ['.', 'is a folder', 'moo.txt'],
  ])('refuses %s', async (name, reason, hint) => {
    await expect(checkOutFile(join(folder.path, name))).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      exitCode: 4,
      message: expect.stringContaining(reason),
      hint: expect.stringContaining(hint.replace('moo.txt', join(folder.path, 'result'))),
    });
  });

  // the superuser may write everywhere
  const mayBeRefused = process.platform !== 'win32' && process.getuid?.() !== 0;
  (mayBeRefused ? it : it.skip)('refuses a folder that it may not write to', async () => {
    chmodSync(folder.path, 0o500);
    await expect(checkOutFile(join(folder.path, 'moo.txt'))).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      message: expect.stringContaining('may not write'),
    });
    chmodSync(folder.path, 0o700);
  });
});

import { constants, promises } from 'node:fs';
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

  it('refuses a folder that it may not write to', async () => {
    // the superuser, as whom tests run in containers, may write everywhere
    const access = jest.spyOn(promises, 'access').mockRejectedValue(new Error('EACCES: permission denied'));
    await expect(checkOutFile(join(folder.path, 'moo.txt'))).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      message: expect.stringContaining('may not write'),
    });
    expect(access.mock.calls).toEqual([[folder.path, constants.W_OK]]);
    access.mockRestore();
  });
});

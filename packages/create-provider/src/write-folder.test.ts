import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from './write-folder';

const FILES = [
  { path: 'a.txt', text: 'a' },
  { path: 'deep/b.bin', text: Buffer.from([1, 2]) },
];

describe('writeFolder', () => {
  let base: TemporaryFolder;
  beforeEach(async () => (base = await temporaryFolder()));
  afterEach(() => base[Symbol.asyncDispose]());

  it.each(['new', 'new/and/deeper'])('makes the folder %s with all files', async (name) => {
    const folder = join(base.path, name);
    await writeFolder(folder, FILES);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('a');
    expect(await readFile(join(folder, 'deep/b.bin'))).toEqual(Buffer.from([1, 2]));
    expect(await readdir(join(folder, '..'))).toEqual([name.split('/').at(-1)]);
  });

  it('fills an empty folder that is there', async () => {
    await writeFolder(base.path, FILES);
    expect((await readdir(base.path)).sort()).toEqual(['a.txt', 'deep']);
  });

  it.each([
    ['a folder with files', 'kept.txt', ''],
    ['a file', 'file', 'file'],
    ['what is below a file', 'file', 'file/below'],
  ])('refuses %s, and leaves it as it is', async (_what, written, target) => {
    await base.write(written, 'mine');
    const refused = writeFolder(join(base.path, target), FILES);
    await expect(refused).rejects.toMatchObject({ code: 'MC_FOLDER_NOT_EMPTY', hint: expect.any(String) });
    expect(await readdir(base.path)).toEqual([written]);
    expect(await readFile(join(base.path, written), 'utf8')).toBe('mine');
  });

  it('leaves nothing when a file cannot be written', async () => {
    const impossible = [...FILES, { path: 'a.txt/below', text: '' }];
    const failed = writeFolder(join(base.path, 'new/deeper'), impossible);
    await expect(failed).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
    expect(await readdir(base.path)).toEqual([]);
  });

  it('leaves nothing when it is cancelled half-way', async () => {
    const cancel = new AbortController();
    const files = {
      *[Symbol.iterator]() {
        yield* FILES;
        cancel.abort(new Error('enough'));
        yield { path: 'c.txt', text: '' };
      },
    };
    const written = writeFolder(join(base.path, 'new'), files as unknown as typeof FILES, cancel.signal);
    await expect(written).rejects.toThrow('enough');
    expect(await readdir(base.path)).toEqual([]);
  });

  it('says where it may not write', async () => {
    // where nobody can make a folder, whoever it is
    const refused = writeFolder('/sys/made', FILES);
    await expect(refused).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED', hint: expect.any(String) });
  });
});

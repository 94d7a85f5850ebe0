import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '../../folder/temporary-folder';
import { writeBadge } from './write-badge';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

describe('writeBadge', () => {
  it('writes an endpoint of shields.io', async () => {
    const file = join(folder.path, 'badge.json');
    await writeBadge(file, 'gold');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      schemaVersion: 1,
      label: 'mediaconduit',
      message: 'gold',
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
  });

  it('writes a picture that says the same to those who do not see it', async () => {
    const file = join(folder.path, 'badge.svg');
    await writeBadge(file, undefined);
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^<svg .*aria-label="mediaconduit: below bronze">/);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it.each([
    ['badge.png', 'MC_USAGE'],
    ['none/badge.svg', 'MC_FILE_WRITE_FAILED'],
  ])('refuses %s', async (name, code) => {
    await expect(writeBadge(join(folder.path, name), 'gold')).rejects.toMatchObject({ code, hint: expect.any(String) });
  });
});

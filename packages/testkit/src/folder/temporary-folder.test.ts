import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './temporary-folder';

describe('temporaryFolder', () => {
  it('makes a folder of its own every time', async () => {
    const [one, two] = await Promise.all([temporaryFolder(), temporaryFolder()]);
    expect(one.path).not.toBe(two.path);
    expect(existsSync(one.path)).toBe(true);
    await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
  });

  it('writes files, with the folders between', async () => {
    const folder = await temporaryFolder();
    const file = await folder.write('a/b/c.txt', 'moo');
    expect(file).toBe(path.join(folder.path, 'a', 'b', 'c.txt'));
    expect(readFileSync(file, 'utf8')).toBe('moo');
    await folder[Symbol.asyncDispose]();
  });

  it('is gone with all it holds when it is disposed, once or twice', async () => {
    const folder = await temporaryFolder();
    await folder.write('a/b', 'x');
    await folder[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    expect(existsSync(folder.path)).toBe(false);
  });

  it('is gone too when it holds folders that nobody may write to or read', async () => {
    const folder = await temporaryFolder();
    const file = await folder.write('a/b/c', 'x');
    chmodSync(path.dirname(file), 0o000);
    chmodSync(path.join(folder.path, 'a'), 0o555);
    await folder[Symbol.asyncDispose]();
    expect(existsSync(folder.path)).toBe(false);
  });
});

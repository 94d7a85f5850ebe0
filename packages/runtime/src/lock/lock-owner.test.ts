import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { ownerOfLock, signLock } from './lock-owner';

let folder: TemporaryFolder;
let file: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'lock');
});
afterEach(() => folder[Symbol.asyncDispose]());

const own = { pid: process.pid, program: process.argv[1] };

describe('the owner of a lock', () => {
  it('is the process that signed it last', async () => {
    await folder.write('lock', JSON.stringify({ mark: 'somebody', pid: 1, program: 'x'.repeat(500) }));
    signLock(file);
    expect(ownerOfLock(file)).toEqual(own);
  });

  it('is nobody when its process has ended', async () => {
    signLock(file);
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    await folder.write('lock', (await readFile(file, 'utf8')).replaceAll(String(process.pid), String(ended)));
    expect(ownerOfLock(file)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"mark":"1-2-3-4","pid":'],
    ['another thing', '7'],
    ['too little', '{"pid":1}'],
    ['too much', JSON.stringify({ mark: '', pid: 1, program: 'x'.repeat(20_000) })],
  ])('is not known when its file holds %s', async (_what, text) => {
    await folder.write('lock', text);
    expect(ownerOfLock(file)).toBeUndefined();
  });

  it('is not known of a file that cannot be read, nor where none can be written', () => {
    expect(ownerOfLock(folder.path)).toBeUndefined();
    expect(() => signLock(folder.path)).not.toThrow();
  });
});

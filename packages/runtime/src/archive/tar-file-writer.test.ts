import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { TarFileWriter } from './tar-file-writer';

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const at = (...names: string[]): string => join(folder.path, ...names);
const onPosix = process.platform === 'win32' ? it.skip : it;

async function writeTar(file: string): Promise<void> {
  await using writer = await TarFileWriter.create({ file, mode: 0o600, fullDisk: 'MC_NO_SPACE' });
  await writer.addText('a', 'cow');
  await writer.finish();
}

describe('TarFileWriter', () => {
  onPosix('writes what a link leads to, and leaves the link', async () => {
    await mkdir(at('far'));
    await folder.write('far/old.tar', 'old');
    symlinkSync(at('far', 'old.tar'), at('link.tar'));
    await writeTar(at('link.tar'));
    expect(lstatSync(at('link.tar')).isSymbolicLink()).toBe(true);
    expect((await readFile(at('far', 'old.tar'))).includes('cow')).toBe(true);
    expect([readdirSync(at('far')), readdirSync(at())]).toEqual([['old.tar'], ['far', 'link.tar']]);
  });

  onPosix('puts nothing in the place of a pipe', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await expect(writeTar(at('pipe'))).rejects.toMatchObject({
      code: 'MC_FILE_WRITE_FAILED',
      facts: { file: at('pipe') },
    });
    expect([statSync(at('pipe')).isFIFO(), readdirSync(at())]).toEqual([true, ['pipe']]);
  });
});

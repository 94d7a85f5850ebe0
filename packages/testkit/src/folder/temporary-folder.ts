import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder that is gone, with all it holds, when it is disposed: `await using folder = await temporaryFolder()`. */
export interface TemporaryFolder extends AsyncDisposable {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Writes a file below the folder, making the folders between; answers its absolute path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
}

/** Makes an empty folder in the temporary folder of the machine. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mediaconduit-test-')));
  return {
    path: folder,
    async write(name, content) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => remove(folder),
  };
}

/** Also what nobody may write to, such as a store of packages: only root could empty folders of it. */
async function remove(folder: string): Promise<void> {
  const emptied = rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await emptied.catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    await allowAll(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

/** Beside the first removal, which goes on after it has failed: folders may be gone by now. */
async function allowAll(folder: string): Promise<void> {
  const allowed = chmod(folder, 0o700).then(() => readdir(folder, { withFileTypes: true }));
  const entries = await allowed.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) if (entry.isDirectory()) await allowAll(path.join(folder, entry.name));
}

import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { FileChange } from './draft';

/** What is written and not finished: kept until the last file is in its place. */
export const JOURNAL = '.mediaconduit-migration.json';

const UNFINISHED = /^\..+\.mediaconduit-migration$/;

/** What a journal says of one file. */
interface JournalEntry {
  /** `undefined` for a file that is made, or goes. */
  readonly before?: string;
  readonly after?: string;
}

/**
 * Writes all changes or none: each file is written beside its place first, then all are moved there. Once the moving has
 * begun, an end in between leaves each file old or new, and a journal by which the next migration knows its own.
 * @throws `MC_FILE_WRITE_FAILED`; what `signal` was aborted with, with the files that are and are not written as facts.
 */
export async function writeChanges(
  folder: string,
  changes: readonly FileChange[],
  signal?: AbortSignal,
): Promise<void> {
  const staged = new Map<FileChange, string>();
  try {
    for (const change of changes) {
      signal?.throwIfAborted();
      if (change.kind !== 'deleted') staged.set(change, await stage(folder, change));
    }
    signal?.throwIfAborted();
    await writeFlushed(join(folder, JOURNAL), JSON.stringify(journalOf(changes)));
  } catch (thrown) {
    await Promise.all([...staged.values()].map((file) => rm(file, { force: true })));
    throw signal?.aborted ? thrown : failed(folder, thrown);
  }
  await moveAll(folder, changes, { staged, signal });
  await rm(join(folder, JOURNAL), { force: true });
}

async function moveAll(
  folder: string,
  changes: readonly FileChange[],
  { signal, staged }: { staged: ReadonlyMap<FileChange, string>; signal: AbortSignal | undefined },
): Promise<void> {
  const written: string[] = [];
  try {
    for (const change of changes) {
      signal?.throwIfAborted();
      const file = staged.get(change);
      if (file === undefined) await rm(join(folder, change.path), { force: true });
      else await rename(file, join(folder, change.path));
      written.push(change.path);
    }
  } catch (thrown) {
    const left = changes.map(({ path }) => path).filter((path) => !written.includes(path));
    const unmoved = changes.filter(({ path }) => left.includes(path)).flatMap((change) => staged.get(change) ?? []);
    await Promise.all(unmoved.map((file) => rm(file, { force: true })));
    throw halfWay(folder, thrown, { written, left });
  }
}

/** The files of a migration that was ended in between, which are as it left them; what it had not finished goes. */
export async function ownFiles(folder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(folder, JOURNAL), 'utf8').catch(() => undefined);
  if (text === undefined) return new Set();
  const own = new Set([JOURNAL]);
  for (const [path, { after, before }] of Object.entries(parseJournal(text))) {
    const hash = await readFile(join(folder, path)).then(hashOf, () => undefined);
    if (hash === after || hash === before) own.add(path);
    for (const name of await readdir(dirname(join(folder, path))).catch((): string[] => [])) {
      if (UNFINISHED.test(name)) own.add(path.slice(0, -basename(path).length) + name);
    }
  }
  return own;
}

/** Takes away what such a migration has left besides its files. */
export async function removeLeftovers(folder: string, own: ReadonlySet<string>): Promise<void> {
  for (const path of own) {
    if (path !== JOURNAL && !UNFINISHED.test(basename(path))) continue;
    await rm(join(folder, path), { force: true });
  }
}

function journalOf(changes: readonly FileChange[]): Record<string, JournalEntry> {
  return Object.fromEntries(
    changes.map((change) => [
      change.path,
      {
        ...(change.kind !== 'created' && { before: hashOf(bytesOf(change, change.before)) }),
        ...(change.kind !== 'deleted' && { after: hashOf(bytesOf(change, change.after)) }),
      },
    ]),
  );
}

function parseJournal(text: string): Record<string, JournalEntry> {
  try {
    return JSON.parse(text) as Record<string, JournalEntry>;
  } catch {
    return {}; // torn: then the files count as changed by somebody else
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A file as it stands on the disk. */
export function bytesOf({ bom }: Pick<FileChange, 'bom'>, text: string): Buffer {
  return Buffer.from(bom ? `\ufeff${text}` : text);
}

/** A link is never written through: it may lead out of the folder. */
async function stage(folder: string, change: FileChange): Promise<string> {
  const place = join(folder, change.path);
  const found = await lstat(place).catch(() => undefined);
  if (found && !found.isFile()) throw new MediaConduitError('MC_FILE_WRITE_FAILED', `${place} is no file.`);
  await mkdir(dirname(place), { recursive: true });
  const file = join(dirname(place), `.${basename(place).slice(0, 100)}.${randomUUID()}.mediaconduit-migration`);
  const mode = found ? (await stat(place)).mode & 0o777 : undefined;
  await writeFlushed(file, bytesOf(change, change.after), mode);
  return file;
}

async function writeFlushed(file: string, content: string | Buffer, mode?: number): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(content);
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function failed(folder: string, thrown: unknown): MediaConduitError {
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `Nothing was changed in ${folder}: ${messageOf(thrown)}.`, {
    hint: 'check that you may write there and that the disk has room',
    facts: { folder },
    cause: thrown,
  });
}

function halfWay(
  folder: string,
  thrown: unknown,
  { left, written }: { written: readonly string[]; left: readonly string[] },
): MediaConduitError {
  const isAborted = thrown instanceof MediaConduitError && thrown.code === 'MC_CALL_ABORTED';
  const message = `The migration of ${folder} ended half-way: ${written.length} of ${written.length + left.length} files are written (${messageOf(thrown)}).`;
  return new MediaConduitError(isAborted ? 'MC_CALL_ABORTED' : 'MC_FILE_WRITE_FAILED', message, {
    hint: `run the same command again, it does the rest: ${left.join(', ')}`,
    facts: { ...(isAborted ? thrown.facts : {}), folder, written, left },
    cause: thrown,
  });
}

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Recording } from './exchange';
import { withSortedKeys } from './sorted-keys';

/** A body that stands in a file of its own. */
export interface MediaFile {
  /** Its hash and extension. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** The folder for the bodies of a recording, beside it: `speech.media` of `speech.json`. */
export function mediaFolderOf(file: string): string {
  return join(dirname(file), `${basename(file, extname(file))}.media`);
}

/** Writes a recording and its bodies, and removes bodies that it has no more. The same exchanges give the same bytes. */
export async function writeRecording(file: string, recording: Recording, media: readonly MediaFile[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const folder = mediaFolderOf(file);
  if (media.length > 0) await mkdir(folder, { recursive: true });
  for (const { bytes, name } of media) await writeFile(join(folder, name), bytes);
  await writeFile(file, `${JSON.stringify(withSortedKeys(recording), undefined, 2)}\n`);
  await removeUnused(folder, new Set(recording.exchanges.map(({ response }) => basename(response.file ?? ''))));
}

async function removeUnused(folder: string, used: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const unused = names.filter((name) => /^[0-9a-f]{64}\.\w+$/.test(name) && !used.has(name));
  for (const name of unused) await rm(join(folder, name), { force: true });
}

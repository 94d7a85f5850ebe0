import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Exchange, RecordedResponse, Recording } from './exchange';
import { takeMediaOut, type MediaFile } from './media-in-json';
import { withSortedKeys } from './sorted-keys';

/** The folder for the bodies of a recording, beside it: `speech.media` of `speech.json`. */
export function mediaFolderOf(file: string): string {
  return join(dirname(file), `${basename(file, extname(file))}.media`);
}

/** Writes a recording and its bodies, and removes bodies that it has no more. The same exchanges give the same bytes. */
export async function writeRecording(file: string, recording: Recording, bodies: readonly MediaFile[]): Promise<void> {
  const folder = mediaFolderOf(file);
  const media = [...bodies];
  const keep = (one: MediaFile): string => {
    media.push(one);
    return `${basename(folder)}/${one.name}`;
  };
  const exchanges: Exchange[] = [];
  for (const { request, response } of recording.exchanges) {
    exchanges.push({ request, response: (await takeMediaOut(response, keep)) as RecordedResponse });
  }
  await mkdir(media.length > 0 ? folder : dirname(file), { recursive: true });
  for (const { bytes, name } of media) await writeFile(join(folder, name), bytes);
  await writeFile(file, `${JSON.stringify(withSortedKeys({ ...recording, exchanges }), undefined, 2)}\n`);
  const used = [...media.map(({ name }) => name), ...exchanges.map(({ response }) => basename(response.file ?? ''))];
  await removeUnused(folder, new Set(used));
}

async function removeUnused(folder: string, used: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const unused = names.filter((name) => /^[0-9a-f]{64}\.\w+$/.test(name) && !used.has(name));
  for (const name of unused) await rm(join(folder, name), { force: true });
}

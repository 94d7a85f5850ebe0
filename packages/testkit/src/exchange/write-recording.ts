import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Recording } from './exchange';

/** Writes a recording, and the bodies that belong beside it. The same exchanges give the same bytes. */
export async function writeRecording(
  file: string,
  recording: Recording,
  media: Iterable<{ readonly name: string; readonly bytes: Buffer }>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  for (const { name, bytes } of media) await writeFile(join(dirname(file), name), bytes);
  await writeFile(file, `${JSON.stringify(sorted(recording), undefined, 2)}\n`);
}

/** With the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** In the folder of an environment; written when all of it is there. */
const MARKER = 'mediaconduit.json';
/** What becomes the marker. */
const DRAFT = `${MARKER}.new`;

/** How an environment was made. */
export interface VenvMarker {
  /** The service that it was made for; others with the same lock use it too. */
  readonly service: string;
  /** Version of its Python: `3.11.7`. */
  readonly python: string;
  /** The interpreter that it was made from. */
  readonly base: string;
  /** The lock that it was made of. */
  readonly lock: string;
}

/** Absolute path of the interpreter of an environment. */
export function interpreterOf(folder: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

/** What is written in the marker; `undefined` when the environment was not made to its end. */
export function readVenvMarker(folder: string): Promise<VenvMarker | undefined> {
  return readMarker(path.join(folder, MARKER));
}

/** Who began to make the environment; `undefined` when not even that is known. */
export function readVenvDraft(folder: string): Promise<VenvMarker | undefined> {
  return readMarker(path.join(folder, DRAFT));
}

async function readMarker(file: string): Promise<VenvMarker | undefined> {
  try {
    const marker = JSON.parse(await readFile(file, 'utf8')) as Partial<VenvMarker>;
    const { base, lock, python, service } = marker;
    return base && lock && python && service ? { base, lock, python, service } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * True when the environment was made to its end and its Python is still the one it was made from: a new version of
 * the system under the same link (`/usr/bin/python3`) does not find its packages.
 */
export async function isVenvComplete(folder: string, platform: NodeJS.Platform): Promise<boolean> {
  const marker = await readVenvMarker(folder);
  if (!marker) return false;
  try {
    const interpreter = await realpath(interpreterOf(folder, platform));
    if (platform !== 'win32') return interpreter === marker.base;
    return (await stat(marker.base)).isFile(); // Windows has no link, but a small program that starts it
  } catch {
    return false;
  }
}

/** Makes the folder of an environment that is to be made, and says there for whom. */
export async function markVenvBegun(folder: string, marker: VenvMarker): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, DRAFT), JSON.stringify(marker));
}

/** Says that all of the environment is there. */
export async function markVenvComplete(folder: string): Promise<void> {
  await rename(path.join(folder, DRAFT), path.join(folder, MARKER));
}

/** Says that the environment may not be used any more, before it is removed. */
export async function unmarkVenv(folder: string): Promise<void> {
  await rm(path.join(folder, MARKER), { force: true });
}

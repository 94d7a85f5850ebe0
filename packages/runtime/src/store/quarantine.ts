import { mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesIn } from '../cache/folder-caches';
import { uniqueName } from './process-mark';
import { removeTree } from './remove-tree';
import { errorCode } from './store-errors';

const KEPT = 5;

/** Puts something corrupt aside, for whoever wants to know what happened to it; only the last five are kept. */
export async function quarantine(folder: string, place: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    renameSync(place, join(folder, `${Date.now()}-${uniqueName()}-${basename(place)}`));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error; // else somebody else was faster
  }
  for (const name of (await namesIn(folder)).slice(0, -KEPT)) await removeTree(join(folder, name));
}

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import parseChangeset from '@changesets/parse';
import { root } from '../dev/workspace.mjs';
import { Refusal } from './refusal.mjs';

const FOLDER = '.changeset';

/** The changesets that wait for a release: `{ path, releases: [{ name, type }], summary }`, the path from the root. */
export function readChangesets() {
  const names = readdirSync(join(root, FOLDER)).filter(isChangeset).sort();
  return names.map((name) => readChangeset(`${FOLDER}/${name}`));
}

/** Whether a file of the folder .changeset says what changed. */
export function isChangeset(path) {
  return path.endsWith('.md') && basename(path) !== 'README.md';
}

function readChangeset(path) {
  try {
    return { path, ...parseChangeset(readFileSync(join(root, path), 'utf8')) };
  } catch (error) {
    throw new Refusal(`${path}: ${error.message}`, { cause: error });
  }
}

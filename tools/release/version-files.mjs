import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaceFolders } from '../dev/workspace.mjs';

const CHANGESETS = '.changeset';

/**
 * Remembers the files that `changeset version` writes and removes. Returns the function that makes all of them as they
 * were, whatever has happened to them; it may be called more than once, and from a signal handler.
 */
export function keepVersionFiles() {
  const kept = new Map(versionFiles().map((path) => [path, readFileSync(path)]));
  return () => {
    for (const path of versionFiles()) if (!kept.has(path)) rmSync(path);
    for (const [path, bytes] of kept) if (!isSame(path, bytes)) writeFileSync(path, bytes);
  };
}

function versionFiles() {
  const inPackages = workspaceFolders().flatMap((folder) => [`${folder}/package.json`, `${folder}/CHANGELOG.md`]);
  const changesets = readdirSync(join(root, CHANGESETS)).map((name) => `${CHANGESETS}/${name}`);
  return [...inPackages, ...changesets].map((path) => join(root, path)).filter(existsSync);
}

function isSame(path, bytes) {
  return existsSync(path) && readFileSync(path).equals(bytes);
}

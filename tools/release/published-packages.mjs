import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaceFolders } from '../dev/workspace.mjs';

/**
 * Every package of the workspace that is published: `{ name, version, gitTag, folder, manifest }`,
 * the folder from the root.
 */
export function publishedPackages() {
  return workspaceFolders()
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => {
      const { name, version } = manifest;
      return { name, version, gitTag: `${name}@${version}`, folder, manifest };
    });
}

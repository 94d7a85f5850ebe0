import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readManifest, type PackageManifest } from './package-manifest';

/**
 * The packages that lie in a repository with workspaces. A dependency of such a name means what lies there; at the
 * registry the name may be anybody's. Which folders the patterns of a workspace take in is not asked: none of them is left out.
 */
export async function workspaceNames(folder: string, manifest: PackageManifest): Promise<ReadonlySet<string>> {
  if (!('workspaces' in manifest) && !existsSync(join(folder, 'pnpm-workspace.yaml'))) return new Set();
  const paths = await readdir(folder, { recursive: true });
  const manifests = paths.filter(
    (path) => basename(path) === 'package.json' && !/(?:^|[\\/])node_modules[\\/]/.test(path),
  );
  const names = manifests.map((path) => nameOf(join(folder, dirname(path))));
  return new Set(names.filter((name) => name !== undefined));
}

function nameOf(folder: string): string | undefined {
  try {
    const { name } = readManifest(folder, folder);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined; // nobody can depend on it
  }
}

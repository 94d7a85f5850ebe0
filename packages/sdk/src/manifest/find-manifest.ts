import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** File names of the manifests, the preferred spelling first. */
export const MANIFEST_NAMES = {
  provider: [
    'MediaConduit.provider.yml',
    'mediaconduit.provider.yml',
    'MediaConduit.provider.yaml',
    'mediaconduit.provider.yaml',
  ],
  service: [
    'MediaConduit.service.yml',
    'mediaconduit.service.yml',
    'MediaConduit.service.yaml',
    'mediaconduit.service.yaml',
  ],
} as const;

/** A key of {@link MANIFEST_NAMES}. */
export type ManifestKind = keyof typeof MANIFEST_NAMES;

/** Absolute path of the manifest in a folder; `undefined` when there is none, or no such folder. */
export async function findManifest(folder: string, kind: ManifestKind): Promise<string | undefined> {
  for (const name of MANIFEST_NAMES[kind]) {
    const file = join(resolve(folder), name);
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

/** As {@link findManifest}, at once. */
export function findManifestSync(folder: string, kind: ManifestKind): string | undefined {
  return MANIFEST_NAMES[kind].map((name) => join(resolve(folder), name)).find((file) => isThereSync(file));
}

function isThereSync(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

import { sep } from 'node:path';
import { toMediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import { findManifestSync, MANIFEST_NAMES, readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { readPackageJson, type InstalledPackage } from '../../source/installed-packages';
import type { CatalogRow, ProviderRow } from './catalog-row';
import { settledStampOf } from './file-stamp';

/** A row whose manifest has no place yet, and the manifest as it is kept. */
export interface DescribedPackage {
  readonly row: CatalogRow;
  readonly manifest?: string;
}

/** Reads the manifest of a package, if it is a provider. The stamps are taken before. */
export function describePackage({ name: packageName, folder }: InstalledPackage): DescribedPackage {
  const file = findManifestSync(folder, 'provider')?.slice(folder.length + sep.length);
  const watched = watchedOf(file).map(
    (path) => [path, settledStampOf(path === '' ? folder : folder + sep + path)] as const,
  );
  const packageStamp = settledStampOf(`${folder}${sep}package.json`);
  const isLinked = !folder.includes(`${sep}node_modules${sep}`);
  const common = { packageName, folder, packageStamp, isLinked };
  if (file === undefined) return { row: { ...common, watched } };
  const { provider, manifest } = describeProvider(packageName, folder);
  return { row: { ...common, watched, provider }, manifest };
}

/** A manifest of the preferred name stands first; beside another one, the preferred one may appear in the folder. */
function watchedOf(file: string | undefined): string[] {
  if (file === undefined) return [''];
  return file === MANIFEST_NAMES.provider[0] ? [file] : [file, ''];
}

/** `undefined` for numbers that JSON has no words for (`.inf`): such a manifest is read from its folder each time. */
function toJson(manifest: ProviderManifest): string | undefined {
  let isWhole = true;
  const text = JSON.stringify(manifest, (_key, value: unknown) => {
    isWhole &&= typeof value !== 'number' || Number.isFinite(value);
    return value;
  });
  return isWhole ? text : undefined;
}

function describeProvider(packageName: string, folder: string): { provider: ProviderRow; manifest?: string } {
  try {
    const { version } = readPackageJson(folder) ?? {};
    const manifest = readProviderManifestSync(folder);
    const { id = packageName, name = packageName, type, capabilities = [], models = [] } = manifest ?? {};
    const provider = { id, name, version, type, capabilities, modelCount: models.length };
    return { provider, manifest: manifest && toJson(manifest) };
  } catch (thrown) {
    const { code, message, hint, facts } = toMediaConduitError(thrown, 'MC_MANIFEST_INVALID');
    const problem = { code, message, hint, facts };
    const id = idFromPackageName(packageName);
    return { provider: { id, name: packageName, capabilities: [], modelCount: 0, problem } };
  }
}

/** `@mediaconduit/cowsay-provider` → `cowsay`: whoever asks for it is to be told what is wrong with the manifest. */
function idFromPackageName(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/-provider$/, '');
}

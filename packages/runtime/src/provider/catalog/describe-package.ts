import { sep } from 'node:path';
import { toMediaConduitError } from '@mediaconduit/sdk';
import { findManifestSync, MANIFEST_NAMES, readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { readPackageJson, type InstalledPackage } from '../../source/installed-packages';
import type { CatalogRow, ProviderRow } from './catalog-row';
import { manifestJson } from './manifest-json';
import { summaryOf } from './summary-of';
import { NEVER_SAME, settledStampOf } from './file-stamp';

/** Reads the manifest of a package, if it is a provider. The stamps are taken before. */
export function describePackage({ name: packageName, folder }: InstalledPackage): CatalogRow {
  const file = findManifestSync(folder, 'provider')?.slice(folder.length + sep.length);
  const stamp = rowStamp(folder, file, settledStampOf);
  const packageStamp = settledStampOf(`${folder}${sep}package.json`);
  const row = { packageName, folder, file, stamp, packageStamp };
  return file === undefined ? row : { ...row, provider: describeProvider(packageName, folder) };
}

/** Of the manifest; of the folder where there is none, as one may appear; of both where one of a preferred name may. */
export function rowStamp(folder: string, file: string | undefined, stampOf: (path: string) => string): string {
  if (file === undefined) return stampOf(folder);
  const own = stampOf(`${folder}${sep}${file}`);
  if (file === MANIFEST_NAMES.provider[0] || own === NEVER_SAME) return own;
  const around = stampOf(folder);
  return around === NEVER_SAME ? NEVER_SAME : `${own} ${around}`;
}

function describeProvider(packageName: string, folder: string): ProviderRow {
  try {
    const { version } = readPackageJson(folder) ?? {};
    const manifest = readProviderManifestSync(folder);
    if (!manifest) return { ...unknownProvider(packageName), id: packageName, version };
    const text = manifestJson(manifest);
    const json = text === undefined ? undefined : Buffer.from(text);
    return { ...summaryOf(manifest), version: version ?? manifest.version, manifest: json };
  } catch (thrown) {
    const { code, message, hint, facts } = toMediaConduitError(thrown, 'MC_MANIFEST_INVALID');
    const problem = { code, message, hint, facts };
    return { ...unknownProvider(packageName), problem };
  }
}

function unknownProvider(packageName: string): ProviderRow {
  const id = idFromPackageName(packageName);
  return { id, name: packageName, capabilities: [], modelCount: 0, requiredVariables: [] };
}

/** `@mediaconduit/cowsay-provider` → `cowsay`: whoever asks for it is to be told what is wrong with the manifest. */
function idFromPackageName(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/-provider$/, '');
}

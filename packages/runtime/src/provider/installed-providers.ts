import { toMediaConduitError, type MediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import { findManifestSync, readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { installedPackages, readPackageJson, type InstalledPackage } from '../source/installed-packages';

/** A provider package in the project. One whose manifest is broken has a `problem` instead of a `manifest`. */
export interface InstalledProvider {
  /** The manifest's id; when the manifest is broken, the one that the package's name suggests. */
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly version?: string;
  readonly folder: string;
  readonly manifest?: ProviderManifest;
  readonly problem?: MediaConduitError;
}

/** The provider packages among the direct dependencies of the project; reads manifests, loads no code. */
export function findInstalledProviders(projectFolder: string): InstalledProvider[] {
  return installedPackages(projectFolder)
    .filter(({ folder }) => findManifestSync(folder, 'provider') !== undefined)
    .map(describe);
}

function describe({ name: packageName, folder }: InstalledPackage): InstalledProvider {
  const common = { packageName, folder };
  try {
    const { version } = readPackageJson(folder) ?? {};
    const manifest = readProviderManifestSync(folder);
    return { ...common, version, manifest, id: manifest?.id ?? packageName, name: manifest?.name ?? packageName };
  } catch (thrown) {
    return {
      ...common,
      id: idFromPackageName(packageName),
      name: packageName,
      problem: toMediaConduitError(thrown, 'MC_MANIFEST_INVALID'),
    };
  }
}

/** `@mediaconduit/cowsay-provider` → `cowsay`: whoever asks for it is to be told what is wrong with the manifest. */
function idFromPackageName(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/-provider$/, '');
}

import { isHostPackage } from './host-packages';
import { isRecord, textsOf, type PackageManifest } from './package-manifest';
import { comesFromRegistry, refusedDependencies } from './refused-dependencies';
import type { HostPackage } from '../../fetch/fetcher';

/** What is installed for a package: a package.json in its place, and what was left out of that. */
export interface RootManifest {
  readonly manifest: PackageManifest;
  readonly hostPackages: readonly HostPackage[];
}

/** What is known of a package besides its package.json. */
export interface PackageSurroundings {
  /** For errors. */
  readonly label: string;
  /** Packages that are there already. */
  readonly bundled: readonly string[];
  /** Packages that lie in the same repository. */
  readonly workspaces: ReadonlySet<string>;
}

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/**
 * The production dependencies of a package without what the host gives.
 * @throws `MC_DEPENDENCY_SOURCE`.
 */
export function rootManifest(
  manifest: PackageManifest,
  { bundled, label, workspaces }: PackageSurroundings,
): RootManifest {
  const sections = SECTIONS.map((section) => [section, textsOf(manifest, section)] as const);
  const all = sections.flatMap(([, specs]) => Object.entries(specs));
  const hostPackages = all.filter(([name]) => isHostPackage(name)).map(([name, range]) => ({ name, from: '.', range }));
  const wanted = all.filter(([name]) => !isHostPackage(name) && !bundled.includes(name));
  const refused = wanted.filter(([name, spec]) => workspaces.has(name) || !comesFromRegistry(name, spec));
  if (refused.length > 0)
    throw refusedDependencies(
      label,
      refused.map(([name, spec]) => ({ name, spec, from: label })),
    );
  const kept = sections.map(([section, specs]) => [
    section,
    Object.fromEntries(Object.entries(specs).filter(([name]) => !isHostPackage(name) && !bundled.includes(name))),
  ]);
  return {
    manifest: {
      ...{ name: 'package', version: '1.0.0', private: true },
      ...(Object.fromEntries(kept) as PackageManifest),
      peerDependenciesMeta: isRecord(manifest['peerDependenciesMeta']) ? manifest['peerDependenciesMeta'] : {},
      overrides: ownOverrides(manifest),
    },
    hostPackages,
  };
}

/** Those of the author, except for what the host gives. */
function ownOverrides(manifest: PackageManifest): Readonly<Record<string, unknown>> {
  const overrides = manifest['overrides'];
  if (!isRecord(overrides)) return {};
  return Object.fromEntries(Object.entries(overrides).filter(([key]) => !isHostPackage(key.replace(/(?<=.)@.*$/, ''))));
}

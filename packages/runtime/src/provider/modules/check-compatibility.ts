import { MediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import { readPackageJson, type PackageJson } from '../../source/installed-packages';
import { CORE } from './core-paths';

/** npm reads ranges loosely, and prereleases of ours are to fit too. */
const AS_NPM = { loose: true, includePrerelease: true };

/** One thing that a package says about the versions of MediaConduit that it works with. */
interface Demand {
  /** As the package writes it, with its place in package.json. */
  readonly said: string;
  /** What fits it, as a range. */
  readonly range: string;
  /** Versions of ours that are enough. */
  readonly enough: string;
}

/**
 * Refuses a package that asks for a newer MediaConduit than this one. Older versions are no reason: `^0.1.x` and `^1.0.0`
 * stand for the original core, which the contract numbers call generation 0, and which every version of ours serves.
 * What is no version and no range (`workspace:`, a URL, a tag) says nothing.
 * @param core its version is asked for when the package says something about versions.
 * @throws `MC_CONTRACT_MISMATCH` with both sides and the command that mends it.
 */
export function requireCompatible(manifest: ProviderManifest, core: { readonly version: string }): void {
  const packageJson = readPackageJson(manifest.folder);
  if (!packageJson || !saysAnything(packageJson)) return;
  const { intersects, validRange, major } = loadSemver();
  const { version } = core;
  const failed = demandsOf(packageJson, version, major(version)).find(
    ({ range, enough }) => validRange(range, AS_NPM) !== null && !intersects(range, enough, AS_NPM),
  );
  if (!failed) return;
  throw new MediaConduitError(
    'MC_CONTRACT_MISMATCH',
    `Provider "${manifest.id}" was written for another MediaConduit: its package.json says ${failed.said}; this is ${version}.`,
    {
      hint: `update MediaConduit: npm install "${CORE}@${failed.range}", or take an older version of the provider`,
      facts: { provider: manifest.id, wanted: failed.range, version, folder: manifest.folder },
    },
  );
}

function saysAnything({ mediaconduit, ...sections }: PackageJson): boolean {
  return mediaconduit !== undefined || rangesOnCore(sections).length > 0;
}

function demandsOf(packageJson: PackageJson, version: string, major: number): Demand[] {
  const { minimumVersion, compatibility } = (packageJson.mediaconduit ?? {}) as Readonly<Record<string, unknown>>;
  const atMost = `<=${version}`;
  const sameMajor = `<${major + 1}.0.0-0`;
  return [
    ...(typeof minimumVersion === 'string'
      ? [{ said: `mediaconduit.minimumVersion ${minimumVersion}`, range: `>=${minimumVersion}`, enough: atMost }]
      : []),
    ...(typeof compatibility === 'string'
      ? [{ said: `mediaconduit.compatibility ${compatibility}`, range: compatibility, enough: atMost }]
      : []),
    ...rangesOnCore(packageJson).map((range) => ({ said: `${CORE} ${range}`, range, enough: sameMajor })),
  ];
}

function rangesOnCore({ dependencies, devDependencies, peerDependencies }: PackageJson): string[] {
  const ranges = [dependencies, peerDependencies, devDependencies].map((section) => section?.[CORE]);
  return ranges.filter((range) => typeof range === 'string');
}

/* eslint-disable @typescript-eslint/no-require-imports -- only for packages that say something about versions */
const loadSemver = (): Pick<typeof import('semver'), 'intersects' | 'validRange' | 'major'> => ({
  intersects: require('semver/ranges/intersects') as typeof import('semver/ranges/intersects'),
  validRange: require('semver/ranges/valid') as typeof import('semver/ranges/valid'),
  major: require('semver/functions/major') as typeof import('semver/functions/major'),
});
/* eslint-enable @typescript-eslint/no-require-imports */

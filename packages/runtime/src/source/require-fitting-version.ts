import { MediaConduitError } from '@mediaconduit/sdk';
import type { NpmIdentifier } from './identifier';
import { npmInstallCommand } from './npm-install-command';
import { readPackageJson } from './installed-packages';

/** npm reads ranges loosely: `v1.0` is `1.0`. */
const AS_NPM = { loose: true };

/**
 * Compares the version of an installed package with the range of the identifier, as npm does: a prerelease fits only
 * a range that names one. A dist-tag (`latest`) says nothing about what is installed: every version fits it.
 * @throws `MC_PACKAGE_MISMATCH` with both versions and the command that installs one that fits.
 */
export function requireFittingVersion(wanted: NpmIdentifier, folder: string): void {
  if (wanted.range === '*') return;
  const { satisfies, validRange } = loadSemver();
  if (validRange(wanted.range, AS_NPM) === null) return;
  const { version } = readPackageJson(folder) ?? {};
  const installed = typeof version === 'string' ? version : undefined;
  if (installed !== undefined && satisfies(installed, wanted.range, AS_NPM)) return;
  const found = installed === undefined ? `${wanted.name} without a version` : `${wanted.name} ${installed}`;
  throw new MediaConduitError('MC_PACKAGE_MISMATCH', `${found} is installed, but ${wanted.range} was asked for.`, {
    hint: npmInstallCommand(wanted),
    facts: { package: wanted.name, installed, wanted: wanted.range, folder },
  });
}

/* eslint-disable @typescript-eslint/no-require-imports -- only when an identifier has a range */
const loadSemver = (): Pick<typeof import('semver'), 'satisfies' | 'validRange'> => ({
  satisfies: require('semver/functions/satisfies') as typeof import('semver/functions/satisfies'),
  validRange: require('semver/ranges/valid') as typeof import('semver/ranges/valid'),
});
/* eslint-enable @typescript-eslint/no-require-imports */

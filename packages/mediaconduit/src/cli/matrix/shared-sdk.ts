import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prerelease, satisfies } from 'semver';
import { SDK } from './core-packages';
import type { Candidate, CoreVersion } from './matrix';
import type { NpmClient, PackageView } from './npm-client';
import { parseJson } from './parse-json';

/**
 * Which SDK is installed for all, as overrides of npm. For `^1.0.0` npm takes no `1.1.0-next.1`, so the provider would get an
 * older SDK of its own beside that of the core; once 1.1.0 is out, both share it. Nothing where that would not be so.
 */
export async function sharedSdk(
  candidate: Candidate,
  { sdk }: CoreVersion,
  npm: NpmClient,
): Promise<Readonly<Record<string, string>>> {
  if (prerelease(sdk) === null) return {};
  const { dependencies, peerDependencies } = (await manifestOf(candidate, npm)) ?? {};
  const range = dependencies?.[SDK] ?? peerDependencies?.[SDK];
  return range !== undefined && satisfies(sdk, range, { includePrerelease: true }) ? { [SDK]: sdk } : {};
}

type Ranges = Pick<PackageView, 'dependencies' | 'peerDependencies'>;

async function manifestOf({ folder, spec }: Candidate, npm: NpmClient): Promise<Ranges | undefined> {
  if (folder !== undefined) return Object(parseJson(readFileSync(join(folder, 'package.json'), 'utf8'))) as Ranges;
  return (await npm.view(spec, ['dependencies', 'peerDependencies'])).at(-1);
}

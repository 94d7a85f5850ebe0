import { MediaConduitError } from '@mediaconduit/sdk';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ranges by package, as `write-versions.mjs` has taken them from the workspace at the build. */
type Versions = Readonly<Record<string, string>>;

/** The ranges with which a generated package asks for others. */
export function readVersions(): Versions {
  return JSON.parse(readFileSync(join(__dirname, '..', 'dist', 'versions.json'), 'utf8')) as Versions;
}

/** Those packages with their ranges, by name. @throws `MC_INTERNAL` for one that the build knew nothing of. */
export function rangesOf(names: readonly string[], versions: Versions): Record<string, string> {
  return Object.fromEntries([...names].sort().map((name) => [name, versions[name] ?? unknown(name)]));
}

function unknown(name: string): never {
  throw new MediaConduitError('MC_INTERNAL', `No version of ${name} is known.`, {
    hint: 'add it to write-versions.mjs of @mediaconduit/create-provider',
    facts: { package: name },
  });
}

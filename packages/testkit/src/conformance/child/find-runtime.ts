import { MediaConduitError } from '@mediaconduit/sdk';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The runtime that a package is tried out with: its own development dependency, or the one of
 * `@mediaconduit/mediaconduit`.
 * @throws `MC_RUNTIME_MISSING` when the package has neither.
 */
export function findRuntime(folder: string): string {
  const own = createRequire(join(folder, 'package.json'));
  return resolveFrom(own, '@mediaconduit/runtime') ?? throughCommand(own) ?? fail(folder);
}

function throughCommand(own: NodeJS.Require): string | undefined {
  const command = resolveFrom(own, '@mediaconduit/mediaconduit/package.json');
  return command === undefined ? undefined : resolveFrom(createRequire(command), '@mediaconduit/runtime');
}

function resolveFrom(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined; // not installed there
  }
}

function fail(folder: string): never {
  throw new MediaConduitError(
    'MC_RUNTIME_MISSING',
    `The package in ${folder} has no MediaConduit to be tried out with.`,
    {
      hint: 'npm install --save-dev @mediaconduit/mediaconduit',
      facts: { folder },
    },
  );
}

import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { InstalledProvider } from './catalog/installed-provider';

/** @param ids of those that can be used. */
export function providerNotFound(
  identifier: string,
  ids: readonly string[],
  installed: readonly InstalledProvider[],
): MediaConduitError {
  const broken = installed.filter(({ problem }) => problem);
  return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `No provider "${identifier}" is installed.`, {
    hint: didYouMean(identifier, ids) ?? installedHint(ids, broken),
    facts: { provider: identifier, installed: ids, broken: broken.map(({ packageName }) => packageName) },
  });
}

function installedHint(ids: readonly string[], broken: readonly InstalledProvider[]): string {
  if (broken[0]) return `one that is installed cannot be read: ${broken[0].problem?.message}`;
  if (ids.length > 0) return `installed: ${ids.join(', ')}`;
  return 'none is installed here: npm install @mediaconduit/cowsay-provider';
}

/** Whatever is asked of a registry after its runtime was closed. */
export function closedRegistry(identifier: string): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', `"${identifier}" was asked after its runtime was closed.`, {
    hint: 'create a new runtime, or close it later',
    facts: { provider: identifier },
  });
}

/** Several packages say that they are the provider of this id. */
export function conflict(id: string, found: readonly InstalledProvider[]): MediaConduitError {
  const packages = found.map(({ packageName }) => packageName);
  return new MediaConduitError('MC_PROVIDER_CONFLICT', `The id "${id}" is claimed by ${packages.join(' and ')}.`, {
    hint: `name the package instead of the id, for example ${packages[0]}`,
    facts: { provider: id, packages },
  });
}

import { isMediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import type { PlanHost } from '../../plan/plan-host';
import { stackSources } from '../../plan/wanted-source';
import { requireManifest } from '../../provider/require-manifest';
import { canonicalOf } from '../canonical-of';
import { findLocalFolder } from '../find-local-folder';

/**
 * What the stack file of a project and the providers outside its lock file name, as it is written and in canonical form;
 * `undefined` where that cannot be told.
 */
export async function namedServices(host: PlanHost): Promise<ReadonlySet<string> | undefined> {
  try {
    const stack = await stackSources(host);
    const folders = stack.map(({ from, text }) => findLocalFolder(text, from)).filter((folder) => folder !== undefined);
    const manifests = [...host.installed().map(({ manifest }) => manifest), ...folders.map(manifestIn)];
    const services = manifests.flatMap((manifest) =>
      manifest?.service ? [{ text: manifest.service.identifier, from: manifest.folder }] : [],
    );
    return new Set([...stack, ...services].flatMap(({ from, text }) => [text, canonicalOf(text, from)]));
  } catch (error) {
    if (isMediaConduitError(error)) return undefined; // a stack file that is broken is told when it is used
    throw error;
  }
}

/** The entry of the service that only this one named, of those that are left; `undefined` when there is none. */
export function forsakenService(
  { usesService }: LockedPackage,
  left: LockedPackages,
  named: ReadonlySet<string> | undefined,
): string | undefined {
  const [canonical, service] =
    [...left].find(([key, entry]) => usesService === key || (!entry.provider && usesService === entry.service)) ?? [];
  if (canonical === undefined || !named || service?.provider !== undefined) return undefined;
  const names = [canonical, service?.service ?? canonical];
  const isNamed = [...left.values()].some((other) => names.includes(other.usesService ?? ''));
  return isNamed || names.some((name) => named.has(name)) ? undefined : canonical;
}

/** Folders of services have none. */
function manifestIn(folder: string): ProviderManifest | undefined {
  try {
    return requireManifest(folder);
  } catch (error) {
    if (isMediaConduitError(error)) return undefined;
    throw error;
  }
}

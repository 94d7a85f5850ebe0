import { isMediaConduitError, type EngineVolumes, type KeptVolume, type VolumePlace } from '@mediaconduit/sdk';
import { ownDefinition } from '../config/own-definition';
import type { ResolvedStack } from '../config/resolved-stack';

/** A named volume that a service of a stack has now. */
export interface StackVolume extends KeptVolume {
  /** The name of its service in the stack. */
  readonly service: string;
  readonly place: VolumePlace;
}

/** The volumes of the services of a stack, and no others. */
export async function stackVolumes(
  volumes: EngineVolumes,
  stack: Pick<ResolvedStack, 'scope' | 'services'>,
): Promise<StackVolume[]> {
  const services = new Map(
    stack.services.map((service) => {
      const definition = ownDefinition(stack, service);
      return [definition.id, { service: service.name, definition }] as const;
    }),
  );
  return (await volumes.list()).flatMap((volume) => {
    const owner = services.get(volume.serviceId);
    if (!owner) return [];
    const place = { definition: owner.definition, name: volume.name };
    return [{ ...volume, service: owner.service, place }];
  });
}

/**
 * Removes volumes by their names, or `<service>/<name>`, with all their data. Answers the names of which nothing is
 * left; one that nothing has, or that somebody still uses, is not among them.
 */
export async function removeStackVolumes(
  volumes: EngineVolumes,
  stack: Pick<ResolvedStack, 'scope' | 'services'>,
  names: readonly string[],
): Promise<string[]> {
  const known = await stackVolumes(volumes, stack);
  const removed: string[] = [];
  for (const wanted of new Set(names)) {
    const meant = known.filter(({ name, service }) => name === wanted || `${service}/${name}` === wanted);
    const gone = await Promise.all(meant.map(({ id }) => isRemoved(volumes, id)));
    if (gone.length > 0 && gone.every(Boolean)) removed.push(wanted);
  }
  return removed;
}

async function isRemoved(volumes: EngineVolumes, id: string): Promise<boolean> {
  try {
    await volumes.remove(id);
    return true;
  } catch (error) {
    if (isMediaConduitError(error, 'MC_VOLUME_IN_USE')) return false;
    throw error;
  }
}

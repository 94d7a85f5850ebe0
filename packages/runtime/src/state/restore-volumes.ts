import type { EngineVolumes, VolumePlace } from '@mediaconduit/sdk';
import { volumeContents } from './state-reader';

/** Where the data of one entry goes. */
export interface VolumeTarget {
  readonly place: VolumePlace;
  /** Id of the volume that is removed for it. */
  readonly replaces?: string;
}

/** What is restored. */
export interface RestoreOptions {
  /** Checked with `readState`. */
  readonly file: string;
  /** By the names of entries; others are left out. */
  readonly targets: ReadonlyMap<string, VolumeTarget>;
  readonly volumes: EngineVolumes;
  readonly signal: AbortSignal;
  /** What comes after the last volume and belongs to it: they are removed when it fails. */
  readonly finish?: () => Promise<void>;
}

/**
 * Fills volumes from a file: new ones first, so that what fails early costs no data. When it fails, every volume that it
 * made is removed.
 * @throws what the engine throws, such as `MC_VOLUME_IN_USE`.
 */
export async function restoreVolumes(options: RestoreOptions): Promise<void> {
  const made: VolumePlace[] = [];
  try {
    await fill(options, made, ({ replaces }) => replaces === undefined);
    await fill(options, made, ({ replaces }) => replaces !== undefined);
    await options.finish?.();
  } catch (error) {
    await Promise.allSettled([removeAll(options.volumes, made)]);
    throw error;
  }
}

async function fill(
  { file, signal, targets, volumes }: RestoreOptions,
  made: VolumePlace[],
  isMeant: (target: VolumeTarget) => boolean,
): Promise<void> {
  if (![...targets.values()].some(isMeant)) return;
  for await (const entry of volumeContents(file, signal)) {
    const target = targets.get(entry.header.name);
    if (!target || !isMeant(target)) {
      entry.resume();
      continue;
    }
    if (target.replaces !== undefined) await volumes.remove(target.replaces);
    await volumes.write(target.place, entry as AsyncIterable<Uint8Array>, signal);
    made.push(target.place);
  }
}

async function removeAll(volumes: EngineVolumes, places: readonly VolumePlace[]): Promise<void> {
  if (places.length === 0) return;
  const known = await volumes.list();
  const ours = known.filter(({ name, serviceId }) =>
    places.some((place) => place.definition.id === serviceId && place.name === name),
  );
  for (const { id } of ours) await volumes.remove(id);
}

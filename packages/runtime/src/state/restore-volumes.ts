import type { EngineVolumes, VolumePlace } from '@mediaconduit/sdk';
import { volumeContents } from './state-reader';
import { VolumeCopies } from './volume-copies';

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
  /** What comes after the last volume and belongs to it: all is taken back when it fails. */
  readonly finish?: () => Promise<void>;
}

/**
 * Fills volumes from a file. What is replaced is copied before, so that there must be room for it twice; when anything
 * fails, every volume is what it was before, and those that were made are removed. Resolves to the ids of copies that
 * could not be removed at the end: the import has succeeded, but the next one waits until somebody removes them.
 * @throws what the engine throws, such as `MC_VOLUME_IN_USE`; `MC_ENGINE_FAILED` when it fails to take back its work.
 */
export async function restoreVolumes(options: RestoreOptions): Promise<readonly string[]> {
  const { finish, signal, targets, volumes } = options;
  const made: VolumePlace[] = [];
  const copies = new VolumeCopies(volumes);
  try {
    await eachEntry(options, isNew, async ({ place }, content) => {
      await volumes.write(place, content, signal);
      made.push(place);
    });
    for (const { place, replaces } of targets.values())
      if (replaces !== undefined) await copies.keep(place, replaces, signal);
    await eachEntry(options, isReplacing, async ({ place }, content) => {
      await copies.makeRoom(place);
      await volumes.write(place, content, signal);
    });
    await finish?.();
  } catch (error) {
    await Promise.allSettled([removeAll(volumes, made)]);
    await copies.putBack(error);
    throw error;
  }
  return copies.forget();
}

const isReplacing = ({ replaces }: VolumeTarget): boolean => replaces !== undefined;

const isNew = (target: VolumeTarget): boolean => !isReplacing(target);

async function eachEntry(
  { file, signal, targets }: RestoreOptions,
  isMeant: (target: VolumeTarget) => boolean,
  take: (target: VolumeTarget, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  if (![...targets.values()].some(isMeant)) return;
  for await (const entry of volumeContents(file, signal)) {
    const target = targets.get(entry.header.name);
    if (target && isMeant(target)) await take(target, entry as AsyncIterable<Uint8Array>);
    else entry.resume();
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

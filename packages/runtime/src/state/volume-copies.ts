import { MediaConduitError, messageOf, type EngineVolumes, type KeptVolume, type VolumePlace } from '@mediaconduit/sdk';

/** What the name of a copy begins with; the end of a long name is cut. */
const PREFIX = 'before-import.';

interface Copied {
  readonly place: VolumePlace;
  /** Id of the volume that was copied. */
  readonly id: string;
  /** `undefined` when the engine did not tell. */
  copyId: string | undefined;
  /** What became of the volume; one that was `leaving` when its engine failed may be there or not. */
  original: 'there' | 'leaving' | 'gone';
}

/** Copies of volumes that others take the place of: engines cannot rename a volume. */
export class VolumeCopies {
  readonly #copied: Copied[] = [];

  constructor(private readonly volumes: EngineVolumes) {}

  /** @throws `MC_VOLUME_IN_USE` when the copy of an earlier import is there: it may be all that is left. */
  async keep(place: VolumePlace, id: string, signal: AbortSignal): Promise<void> {
    const copy = copyOf(place);
    const left = await this.#find(copy);
    if (left) throw leftOver(left);
    await this.volumes.write(copy, this.volumes.read(place, signal), signal);
    const copied: Copied = { place, id, copyId: undefined, original: 'there' };
    this.#copied.push(copied);
    copied.copyId = (await this.#find(copy))?.id;
  }

  /** Removes what was copied, and nothing else, to write something there. */
  async makeRoom(place: VolumePlace): Promise<void> {
    const copied = this.#copied.find((one) => one.place === place);
    if (!copied) return;
    copied.original = 'leaving';
    await this.volumes.remove(copied.id);
    copied.original = 'gone';
  }

  /**
   * Makes every volume what it was, whether or not something else is there now, and removes the copies.
   * @throws `MC_ENGINE_FAILED` with the copies that are kept because they are all that is left.
   */
  async putBack(reason: unknown): Promise<void> {
    const kept: string[] = [];
    for (const copied of this.#copied) {
      try {
        await this.#putBackOne(copied);
      } catch {
        kept.push(copied.copyId ?? copyOf(copied.place).name); // the engine may be gone: what is told is why the import failed
        continue;
      }
      await Promise.allSettled([this.#removeCopy(copied)]);
    }
    if (kept.length > 0) throw notPutBack(kept, reason);
  }

  /** Removes the copies. Never rejects; answers the ids of those that stay. */
  async forget(): Promise<string[]> {
    const ends = await Promise.allSettled(this.#copied.map((copied) => this.#removeCopy(copied)));
    return this.#copied.flatMap(({ copyId, place }, index) =>
      ends[index]?.status === 'rejected' ? [copyId ?? copyOf(place).name] : [],
    );
  }

  async #removeCopy({ copyId, place }: Copied): Promise<void> {
    const id = copyId ?? (await this.#find(copyOf(place)))?.id;
    if (id !== undefined) await this.volumes.remove(id);
  }

  async #putBackOne({ original, place }: Copied): Promise<void> {
    if (original === 'there') return;
    const found = await this.#find(place);
    if (found && original === 'leaving') return;
    if (found) await this.volumes.remove(found.id);
    const { signal } = new AbortController(); // whoever cancels an import wants this
    await this.volumes.write(place, this.volumes.read(copyOf(place), signal), signal);
  }

  async #find({ definition, name }: VolumePlace): Promise<KeptVolume | undefined> {
    return (await this.volumes.list()).find((one) => one.serviceId === definition.id && one.name === name);
  }
}

/** Beside the original, of the same service: it is among the volumes of the stack if it is ever left behind. */
function copyOf({ definition, name }: VolumePlace): VolumePlace {
  return { definition, name: `${PREFIX}${name}` };
}

function leftOver({ id, name, serviceId }: KeptVolume): MediaConduitError {
  const message = `The volume ${id} is what ${serviceId} had in ${name.slice(PREFIX.length)} before an earlier import, which was killed or could not remove it.`;
  return new MediaConduitError('MC_VOLUME_IN_USE', message, {
    hint: `copy from it what is missing, then: docker volume rm ${id}`,
    facts: { volume: id, service: serviceId },
  });
}

function notPutBack(copies: readonly string[], reason: unknown): MediaConduitError {
  const message = `The import failed, and not all data that was there before could be put back: ${messageOf(reason)}.`;
  return new MediaConduitError('MC_ENGINE_FAILED', message, {
    hint: `it is in ${copies.join(', ')}: copy it from there`,
    facts: { copies },
    cause: reason,
  });
}

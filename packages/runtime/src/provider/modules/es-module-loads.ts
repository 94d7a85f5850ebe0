import { packageStamp } from './package-stamp';

/** Of the ES modules of one package. */
interface Load {
  readonly number: number;
  /** Of its files; missing where nobody has looked. */
  readonly stamp?: string;
  readonly hasFailed: boolean;
  /** Somebody wants its code to be run anew. */
  readonly isForgotten: boolean;
}

/**
 * Which load of the ES modules of a package is the newest. Node.js keeps each module for the life of the process, by its
 * URL; so there is a new load, under other URLs, only where the last one has failed or its files have changed.
 */
export class EsModuleLoads {
  readonly #loads = new Map<string, Load>();
  #last = 0;

  /** The number of the load that is to be used now: 0 for the first one, which has the usual URLs. */
  async next(folder: string): Promise<number> {
    const known = this.#loads.get(folder);
    if (!known?.isForgotten) return known?.number ?? 0;
    const stamp = await packageStamp(folder, Date.now());
    const isSame = stamp !== undefined && stamp === known.stamp && !known.hasFailed;
    const number = isSame ? known.number : ++this.#last;
    this.#loads.set(folder, { number, stamp, hasFailed: false, isForgotten: false });
    return number;
  }

  /** What the package runs is an ES module. */
  began(folder: string, hasFailed: boolean): void {
    const { number, stamp } = this.#loads.get(folder) ?? { number: 0 };
    this.#loads.set(folder, { number, stamp, hasFailed, isForgotten: false });
  }

  /** Makes the next load a new one; answers what takes that back. */
  forget(folder: string): () => void {
    const known = this.#loads.get(folder);
    if (!known) return () => undefined;
    this.#loads.set(folder, { ...known, isForgotten: true });
    return () => void this.#loads.set(folder, known);
  }
}

/** Node.js has one loader of modules per process. */
export const esModuleLoads = new EsModuleLoads();

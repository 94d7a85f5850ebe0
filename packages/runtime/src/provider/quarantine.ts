import { createHash } from 'node:crypto';
import { isMediaConduitError, type ErrorCode, type MediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import { packageStamp } from './modules/package-stamp';

/** A provider whose code is not run again until its files change. */
export interface QuarantinedProvider {
  readonly provider: string;
  readonly folder: string;
  readonly reason: MediaConduitError;
}

/** Faults of the package itself: the same code would fail again. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'MC_PROVIDER_LOAD_FAILED',
  'MC_PROVIDER_INVALID',
  'MC_MANIFEST_INVALID',
  'MC_CONTRACT_MISMATCH',
]);

/** Keeps providers that broke while they were loaded from being run again and again; in memory only. */
export class Quarantine {
  readonly #held = new Map<string, QuarantinedProvider & { readonly stamp: string }>();

  /** @param environment where providers find their settings. */
  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /** All that are held, in the order in which they broke. */
  list(): readonly QuarantinedProvider[] {
    return [...this.#held.values()].map(({ provider, folder, reason }) => ({ provider, folder, reason }));
  }

  /** Lets a package go whose files changed since it broke. @throws its reason while they have not. */
  async check(folder: string): Promise<void> {
    const held = this.#held.get(folder);
    if (!held) return;
    if ((await this.#stampOf(folder)) === held.stamp) throw held.reason;
    this.#held.delete(folder);
  }

  /**
   * Takes a package in when the error is its own fault; true when it did. One that changed since it began to load, at
   * `startedAt` of the system's clock, may be mended already.
   */
  async add({ id, folder }: ProviderManifest, reason: unknown, startedAt: number): Promise<boolean> {
    if (!isMediaConduitError(reason) || !OWN_FAULTS.has(reason.code)) return false;
    const stamp = await this.#stampOf(folder, startedAt);
    if (stamp === undefined) return false;
    this.#held.set(folder, { provider: id, folder, reason, stamp });
    return true;
  }

  /** Lets a package go that somebody wants to have run again. */
  release(folder: string): void {
    this.#held.delete(folder);
  }

  /** What a class reads when it is made belongs to it as well: many fail without a key in the environment. */
  async #stampOf(folder: string, changedBefore?: number): Promise<string | undefined> {
    const stamp = await packageStamp(folder, changedBefore);
    const variables = JSON.stringify([process.env, this.environment]);
    return stamp && createHash('sha256').update(stamp).update(variables).digest('hex');
  }
}

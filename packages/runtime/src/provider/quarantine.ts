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

  /** All that are held, in the order in which they broke. */
  list(): readonly QuarantinedProvider[] {
    return [...this.#held.values()].map(({ provider, folder, reason }) => ({ provider, folder, reason }));
  }

  /** Lets a package go whose files changed since it broke. @throws its reason while they have not. */
  async check(folder: string): Promise<void> {
    const held = this.#held.get(folder);
    if (!held) return;
    if ((await stampFor(folder)) === held.stamp) throw held.reason;
    this.#held.delete(folder);
  }

  /** Takes a package in when the error is its own fault; true when it did. */
  async add({ id, folder }: ProviderManifest, reason: unknown): Promise<boolean> {
    if (!isMediaConduitError(reason) || !OWN_FAULTS.has(reason.code)) return false;
    const stamp = await stampFor(folder);
    if (stamp === undefined) return false;
    this.#held.set(folder, { provider: id, folder, reason, stamp });
    return true;
  }
}

/** What a class reads when it is made belongs to it as well: many fail without a key in the environment. */
async function stampFor(folder: string): Promise<string | undefined> {
  const stamp = await packageStamp(folder);
  return stamp && createHash('sha256').update(stamp).update(JSON.stringify(process.env)).digest('hex');
}

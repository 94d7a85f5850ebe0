import type { Provider, ProviderManifest } from '@mediaconduit/sdk';
import type { LendingProvider } from '../isolation/isolation-limits';
import { CallsUnderWay } from './calls-under-way';
import { watchCalls } from './watch-calls';

/** A provider in use: what it was made from, the calls that run on it, and how it is given up. */
export interface ActiveProvider {
  readonly provider: Provider;
  /** Missing for one that was made by hand. */
  readonly manifest?: ProviderManifest;
  /** Missing for one that was made by hand. */
  readonly folder?: string;
  /** Parts of its code are those of an earlier load. */
  readonly isKept?: boolean;
  readonly calls: CallsUnderWay;
  /** One in a process of its own, which what it has answered is read from. */
  readonly lending?: LendingProvider;
  /** After `dispose()`. */
  release(): Promise<void>;
}

/** Begins to count the calls of a provider. */
export function activate(made: Omit<ActiveProvider, 'calls'>, successor: () => Promise<Provider>): ActiveProvider {
  const calls = new CallsUnderWay();
  watchCalls(made.provider, { calls, successor });
  return { ...made, calls };
}

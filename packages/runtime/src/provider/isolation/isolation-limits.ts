import type { Provider, ProviderContext, ProviderManifest } from '@mediaconduit/sdk';

/** How providers run: `process` gives each one a process of its own. */
export type Isolation = 'none' | 'process';

/** For all providers, or by id; a provider that is not named runs in this process. */
export type IsolationChoice = Isolation | Readonly<Record<string, Isolation>>;

/** What a provider in a process of its own may use. */
export interface IsolationLimits {
  /** Memory of the process, in MiB. Default 2048; half of it for objects of JavaScript. */
  readonly memoryMb: number;
  /** Deadline of `transform` and `stream` that name none by `timeoutMs`, in ms; 0 = none, which is the default. */
  readonly callTimeoutMs: number;
  /** Deadline of every other call, in ms. Default 60000. */
  readonly requestTimeoutMs: number;
  /**
   * How often the process is asked for a sign of life once it has loaded the provider, in ms. Default 5000; after three
   * without an answer it is ended.
   */
  readonly heartbeatMs: number;
}

/** Room for a provider that holds a few large values in memory. */
export const DEFAULT_ISOLATION_LIMITS: IsolationLimits = Object.freeze({
  memoryMb: 2048,
  callTimeoutMs: 0,
  requestTimeoutMs: 60_000,
  heartbeatMs: 5000,
});

/** What is said about the provider of this id; `undefined` where nothing is. */
export function isolationOf(choice: IsolationChoice | undefined, id: string): Isolation | undefined {
  if (typeof choice !== 'object') return choice;
  return Object.hasOwn(choice, id) ? choice[id] : undefined;
}

/** Whether it is one of the words. */
export function isIsolation(value: unknown): value is Isolation {
  return value === 'none' || value === 'process';
}

/**
 * Makes a provider in a process of its own, or answers `undefined` when it is to run in this one.
 * @param locked what the lock file says.
 * @throws `MC_STACK_INVALID` when the stack file cannot be read: what it says of the provider is not known.
 */
export type IsolateProvider = (
  manifest: ProviderManifest,
  context: () => Promise<ProviderContext>,
  how: {
    /** Ends its process while it is being loaded. */
    readonly closing: AbortSignal;
    /** What the lock file says. */
    readonly locked: Isolation | undefined;
  },
) => Promise<LendingProvider> | undefined;

/** A provider whose answers are read from its process, which therefore has to stay. */
export interface LendingProvider extends Provider {
  /** Whether somebody reads or holds one. */
  readonly isInUse: boolean;
  /** Resolves when nobody does. */
  whenIdle(): Promise<void>;
}

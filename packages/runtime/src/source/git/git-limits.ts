/** How much a repository may take. */
export interface GitLimits {
  /** For one look-up or one fetch, repetitions included. */
  readonly timeoutMs: number;
  /** A server that sends less than 1 KB/s for so long is given up. */
  readonly idleMs: number;
  /** Of what is transferred, and of the files that come out of it. */
  readonly sizeBytes: number;
  readonly files: number;
}

/** What a provider or service may take unless somebody says otherwise. */
export const GIT_LIMITS: GitLimits = {
  timeoutMs: 60_000,
  idleMs: 10_000,
  sizeBytes: 200 * 1024 * 1024,
  files: 20_000,
};

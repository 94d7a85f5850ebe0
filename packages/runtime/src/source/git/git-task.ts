import type { GitLimits } from './git-limits';

/** What every task says. */
export interface TaskBase {
  /** How errors call the repository. */
  readonly repository: string;
  /** What git is given: after the mirrors, by one of the protocols that are allowed. */
  readonly url: string;
  readonly protocol: GitProtocol;
  /** An empty folder of the task's own, removed when it ends. */
  readonly scratch: string;
  readonly limits: GitLimits;
  readonly usesCredentials: boolean;
}

/** The only ways that git may reach a repository: `file` and `http` (on this machine) for mirrors only. */
export type GitProtocol = 'https' | 'http' | 'file';

/** Which commit a ref is. */
export interface ResolveTask extends TaskBase {
  readonly kind: 'resolve';
  readonly ref: string | undefined;
}

/** Fills a folder with the files of a commit. */
export interface CheckoutTask extends TaskBase {
  readonly kind: 'checkout';
  readonly commit: string;
  readonly folder: string;
}

/** What the child process is asked for. */
export type GitTask = ResolveTask | CheckoutTask;

/** What it answers. */
export interface GitResult {
  readonly commit: string;
  /** ISO 8601; of a check-out only, as is the size. */
  readonly committedAt?: string;
  readonly sizeBytes?: number;
}

/** The one message of the child process: an error is a problem document. */
export type GitMessage = { readonly result: GitResult } | { readonly error: unknown };

import { MediaConduitError } from '@mediaconduit/sdk';

/** Why the process of a provider is no more. */
export type EndReason = 'ended' | 'hung' | 'memory' | 'deadline' | 'aborted' | 'broken' | 'closed';

/** How the process of a provider ended. */
export interface ProcessEnd {
  readonly provider: string;
  readonly reason: EndReason;
  readonly exitCode?: number;
  readonly signal?: string;
  /** Its last lines, without secrets. */
  readonly output: readonly string[];
  /** What its code threw where nobody caught it, or what was wrong with what it sent. */
  readonly cause?: unknown;
}

const BECAUSE: Readonly<Record<EndReason, string>> = {
  ended: 'ended by itself',
  hung: 'gave no sign of life any more and was ended',
  memory: 'used more memory than it may and was ended',
  deadline: 'did not end a call in time and was ended',
  aborted: 'did not end a call that was cancelled and was ended',
  broken: 'sent what nobody asked for and was ended',
  closed: 'was closed',
};

const HINTS: Partial<Record<EndReason, string>> = {
  memory: 'give it more by isolationLimits.memoryMb, or a smaller input',
  closed: 'load the provider again',
};

/** What calls fail with whose provider's process ended. The next call starts it again. */
export function crashError(end: ProcessEnd): MediaConduitError {
  const { provider, reason, exitCode, signal, output, cause } = end;
  const how = signal ?? (exitCode === undefined ? undefined : `exit code ${exitCode}`);
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new MediaConduitError(
    'MC_PROVIDER_CRASHED',
    `The process of provider "${provider}" ${BECAUSE[reason]}${reason === 'ended' && how !== undefined ? ` (${how})` : ''}${why}`,
    {
      hint: HINTS[reason] ?? 'the next call starts it again; its last output is in facts.output',
      facts: { provider, reason, exitCode, signal, output },
      retryable: reason !== 'memory' && reason !== 'closed',
      cause,
    },
  );
}

/** What a call fails with that was not over at its deadline. */
export function overdueError(provider: string, timeoutMs: number): MediaConduitError {
  return new MediaConduitError(
    'MC_CALL_TIMEOUT',
    `A call to provider "${provider}" was not over after ${timeoutMs} ms; its work was cancelled.`,
    { hint: 'raise timeoutMs, or give it less to do', facts: { provider, timeoutMs } },
  );
}

/** What a call fails with that was cancelled, and whose provider did not say so itself. */
export function cancelledError(provider: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', `A call to provider "${provider}" was cancelled.`, {
    hint: 'the signal of the caller ended it; make the call again if it is still wanted',
    facts: { provider },
    cause,
  });
}

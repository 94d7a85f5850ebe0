import type { ChildProcess } from 'node:child_process';
import { MediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../../service/on-abort';
import type { FetchOptions } from '../fetch/fetcher';
import { forkWorker, type WorkerProgram } from './fork-worker';
import type { SpareWorker } from './spare-worker';
import type { WorkerJob, WorkerMessage, WorkerRequest, WorkerResults } from './worker-messages';

/** What the process is to do, and how it is started. */
export interface WorkerCall<Kind extends WorkerJob['kind']>
  extends WorkerProgram, Pick<FetchOptions, 'signal' | 'onProgress'> {
  readonly request: WorkerRequest & { readonly job: { readonly kind: Kind } };
  /** Taken if it fits. */
  readonly spare?: SpareWorker;
}

/**
 * Runs one job in a process of its own, so that ours never waits for it. The process is gone when this returns, and ends by
 * itself when we do.
 */
export async function callWorker<Kind extends WorkerJob['kind']>(call: WorkerCall<Kind>): Promise<WorkerResults[Kind]> {
  const { environment, file, onProgress, request, signal, spare } = call;
  signal.throwIfAborted();
  const child = spare?.take({ file, environment }) ?? forkWorker({ file, environment });
  const kill = (): void => void child.kill('SIGKILL');
  const stopListening = onAbort(signal, kill);
  try {
    const last = await converse(child, request, onProgress);
    signal.throwIfAborted();
    if (last.type === 'done') return last.result as WorkerResults[Kind];
    const { code, message, hint, facts, retryable } = last.failure;
    throw new MediaConduitError(code, message, { hint, facts, retryable });
  } finally {
    stopListening();
  }
}

type LastMessage = Exclude<WorkerMessage, { readonly type: 'progress' }>;

/** Ends when the process has ended: nothing of it touches the folder any more. */
function converse(
  child: ChildProcess,
  request: WorkerRequest,
  onProgress: ((message: string) => void) | undefined,
): Promise<LastMessage> {
  let last: LastMessage | undefined;
  child.on('message', (message) => {
    const said = message as WorkerMessage;
    if (said.type === 'progress') onProgress?.(said.text);
    else last ??= said;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ type: 'failed', failure: ended(error.message) }));
    child.once('close', (exitCode, exitSignal) => {
      resolve(last ?? { type: 'failed', failure: ended(`it ended with ${exitSignal ?? `exit code ${exitCode}`}`) });
    });
    child.send(request, () => undefined); // a process that does not take it has ended, which is told below
  });
}

function ended(reason: string): Extract<WorkerMessage, { readonly type: 'failed' }>['failure'] {
  return {
    code: 'MC_FETCH_FAILED',
    message: `The process that talks to the registry could not do its work: ${reason}.`,
    hint: 'try again; a registry that sends too much, or a machine without memory, can be the cause',
    facts: { reason },
    retryable: true,
  };
}

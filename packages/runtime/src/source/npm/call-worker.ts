import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../../service/on-abort';
import type { FetchOptions } from '../fetch/fetcher';
import type { WorkerJob, WorkerMessage, WorkerRequest, WorkerResults } from './worker-messages';

/** How the process is started. */
export interface WorkerCall<Kind extends WorkerJob['kind']> extends Pick<FetchOptions, 'signal' | 'onProgress'> {
  /** The compiled file of the process. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly request: WorkerRequest & { readonly job: { readonly kind: Kind } };
}

/** Metadata of thousands of versions fits; a registry that sends more ends the process, not ours. */
const MEMORY_MIB = 1024;

/**
 * Runs one job in a process of its own, so that ours never waits for it. The process is gone when this returns, and ends by
 * itself when we do.
 */
export async function callWorker<Kind extends WorkerJob['kind']>(call: WorkerCall<Kind>): Promise<WorkerResults[Kind]> {
  const { environment, file, onProgress, request, signal } = call;
  signal.throwIfAborted();
  const child = fork(file, [], {
    cwd: dirname(file),
    // in a group of its own: Ctrl+C in a terminal reaches all of ours, and what ends then is for us to say
    detached: process.platform !== 'win32',
    env: environment,
    execArgv: [`--max-old-space-size=${MEMORY_MIB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
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

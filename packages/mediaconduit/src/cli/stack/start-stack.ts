import type { StackStatus, SupervisorClient, UpRequest } from '@mediaconduit/runtime/supervision';
import { anySignal, MediaConduitError, type Clock, type ClockTimer } from '@mediaconduit/sdk';
import type { UpProgress } from './up-progress';

/** Who does not want to wait sees the first changes for so long, in ms. */
const FIRST_LOOK_MS = 1000;

/** Who watches a start. */
export interface StartWatch {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: UpProgress;
  /** Called once the supervisor may have taken the stack over. */
  readonly onTaken: () => void;
}

/** How the stack stands when all is ready or has failed; without `wait` when the start is well under way. */
export async function startStack(
  client: SupervisorClient,
  request: UpRequest,
  { clock, onTaken, progress, signal }: StartWatch,
): Promise<StackStatus> {
  const enough = new AbortController();
  const either = anySignal([signal, enough.signal]);
  let timer: ClockTimer | undefined;
  let isTaken = false;
  try {
    onTaken();
    for await (const line of client.up(request, either)) {
      if (!isTaken && !request.wait) timer = clock.setTimeout(() => enough.abort(), FIRST_LOOK_MS);
      isTaken = true;
      if (line.type !== 'result') progress.take(line);
      else if (request.wait) return line.stack;
      else await watchFirstStates(client, line.stack, { progress, signal: either });
    }
  } catch (error) {
    if (!enough.signal.aborted || signal.aborted) throw error;
  } finally {
    clock.clearTimeout(timer);
  }
  return snapshot(client, request.file, signal);
}

/** Ends when something is known of every service. */
async function watchFirstStates(
  client: SupervisorClient,
  stack: StackStatus,
  { progress, signal }: Pick<StartWatch, 'progress' | 'signal'>,
): Promise<void> {
  progress.know(stack);
  const silent = new Set(stack.services.filter(({ state }) => state === 'absent').map(({ name }) => name));
  if (silent.size === 0) return;
  for await (const line of client.events(stack.id, signal)) {
    progress.take(line);
    if (line.type === 'state') silent.delete(line.service);
    if (silent.size === 0) return;
  }
}

async function snapshot(client: SupervisorClient, file: string, signal: AbortSignal): Promise<StackStatus> {
  const { stacks } = await client.status(signal);
  const stack = stacks.find((one) => one.file === file);
  if (stack) return stack;
  throw new MediaConduitError('MC_SERVICE_GONE', 'The stack was stopped while it started.', {
    hint: 'mediaconduit up starts it again',
    facts: { file },
  });
}

import { MediaConduitError } from '@mediaconduit/sdk';

const aborted = (): MediaConduitError =>
  new MediaConduitError('MC_CALL_ABORTED', 'Cancelled by SIGINT.', { facts: { exitCode: 130 } });

/** A signal that is aborted when it is asked for the nth time. */
export function abortedAt(count: number): AbortSignal {
  const controller = new AbortController();
  let asked = 0;
  const { signal } = controller;
  signal.throwIfAborted = () => {
    if (++asked < count) return;
    controller.abort(aborted());
    throw signal.reason;
  };
  return signal;
}

import { setMaxListeners } from 'node:events';

/**
 * Calls back once when the signal aborts, at once when it has; the returned function ends it. One signal may carry
 * any number of calls: Node.js would warn of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (!signal) return () => undefined;
  if (signal.aborted) listener();
  else {
    setMaxListeners(0, signal);
    signal.addEventListener('abort', listener, { once: true });
  }
  return () => signal.removeEventListener('abort', listener);
}

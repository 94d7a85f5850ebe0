/** What is done when the program ends without closing the runtime. */
export interface ProcessEndActions {
  /** The event loop is empty, or a signal came: there is time. */
  readonly close: () => Promise<void>;
  /** `process.exit()` was called: nothing will be awaited. */
  readonly closeSync: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Closes a runtime when its program ends, however it ends short of SIGKILL. A signal that nobody else listens to ends
 * the program as it would have without us. Returns the function that takes the hooks away.
 */
export function onProcessEnd({ close, closeSync }: ProcessEndActions, host: NodeJS.Process = process): () => void {
  const finish = (): Promise<void> => close().catch(() => closeSync());
  const onSignal = (signal: NodeJS.Signals): void => {
    void finish().then(() => {
      remove();
      if (host.listenerCount(signal) === 0) host.kill(host.pid, signal);
    });
  };
  const onEmpty = (): void => void finish();
  const remove = (): void => {
    host.off('beforeExit', onEmpty).off('exit', closeSync);
    for (const signal of SIGNALS) host.off(signal, onSignal);
  };
  host.on('beforeExit', onEmpty).on('exit', closeSync);
  for (const signal of SIGNALS) host.on(signal, onSignal);
  return remove;
}

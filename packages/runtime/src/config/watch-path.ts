import { watch } from 'node:fs';

/** Calls back when something happens at a path; what it answers ends that. */
export type WatchPath = (path: string, listeners: WatchListeners) => Disposable;

/** What is told about a path that is watched. */
export interface WatchListeners {
  /** `name` is what changed in a folder, when the system says it. */
  readonly onEvent: (name: string | undefined) => void;
  /** Nothing more is told after that. */
  readonly onError: (error: unknown) => void;
}

/** Watches by the means of the system; does not keep the program alive. Throws when the path cannot be watched. */
export const watchPath: WatchPath = (path, { onEvent, onError }) => {
  const watcher = watch(path, { persistent: false }, (_event, name) => onEvent(name ?? undefined));
  watcher.on('error', onError);
  return { [Symbol.dispose]: () => watcher.close() };
};

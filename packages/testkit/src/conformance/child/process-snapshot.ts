import { readdirSync } from 'node:fs';

/** What code may leave behind in the process that runs it. */
export interface ProcessSnapshot {
  /** Kinds of open handles and running timers, as Node.js calls them; each as often as there is one. */
  readonly resources: readonly string[];
  /** `name × count` of the listeners of the process. */
  readonly listeners: readonly string[];
  readonly globals: readonly string[];
  /** `NAME=value` */
  readonly environment: readonly string[];
  /** Below the folders for temporary files, the home and the current folder. */
  readonly files: readonly string[];
}

/** Looks at this process, after what was begun has had its turn. */
export async function takeSnapshot(folders: readonly string[]): Promise<ProcessSnapshot> {
  void [process.stdout, process.stderr]; // opened when somebody first looks at them: that is us
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return {
    resources: process.getActiveResourcesInfo(),
    listeners: process.eventNames().map((name) => `${String(name)} × ${process.listenerCount(String(name))}`),
    globals: Object.getOwnPropertyNames(globalThis),
    environment: Object.entries(process.env).map(([name, value]) => `${name}=${value}`),
    files: folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
  };
}

/** What is in the second and was not in the first, by kind. */
export function difference(before: ProcessSnapshot, after: ProcessSnapshot): ProcessSnapshot {
  const more = (key: keyof ProcessSnapshot): string[] => {
    const left = [...before[key]];
    return after[key].filter((one) => {
      const at = left.indexOf(one);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return {
    resources: more('resources'),
    listeners: more('listeners'),
    globals: more('globals'),
    environment: more('environment'),
    files: more('files'),
  };
}

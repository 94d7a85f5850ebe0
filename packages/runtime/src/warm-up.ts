import { existsSync } from 'node:fs';
import { homeFolder } from './config/home';
import { findLockFolder } from './lock-file/find-lock-folder';
import { WORKER_FILE } from './source/npm/fork-worker';
import { SpareWorker } from './source/npm/spare-worker';
import { workerEnvironment } from './source/npm/worker-environment';
import { lockedTrees } from './source/stored/locked-trees';

export type { SpareWorker } from './source/npm/spare-worker';

/** The project whose packages are about to be installed. */
export interface WarmUpOptions {
  readonly projectFolder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts the process that fetches packages if something that the lock file names is not there, for a program that loads the
 * runtime next and passes it on as `spareWorker`: the two begin side by side. Dispose it at the end.
 */
export function warmUpInstall({ environment, projectFolder }: WarmUpOptions): SpareWorker | undefined {
  if (!isIncomplete(findLockFolder(projectFolder), homeFolder(environment))) return undefined;
  return new SpareWorker({ file: WORKER_FILE, environment: workerEnvironment(environment, projectFolder) });
}

function isIncomplete(lockFolder: string, home: string): boolean {
  try {
    return lockedTrees(lockFolder, home).some(({ folder }) => !existsSync(folder));
  } catch {
    return false; // what is wrong with the lock file is told to whoever installs
  }
}

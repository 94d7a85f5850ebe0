import { fork, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';

/** How the process that talks to registries is started. */
export interface WorkerProgram {
  /** Its compiled file. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Beside this module, wherever that is loaded from. */
export const WORKER_FILE = join(__dirname, 'worker', 'npm-worker-main.js');

/** Metadata of thousands of versions fits; a registry that sends more ends the process, not ours. */
const MEMORY_MIB = 1024;

/** Starts the process, which waits for one request and ends by itself when we do. */
export function forkWorker({ environment, file }: WorkerProgram): ChildProcess {
  return fork(file, [], {
    cwd: dirname(file),
    // in a group of its own: Ctrl+C in a terminal reaches all of ours, and what ends then is for us to say
    detached: process.platform !== 'win32',
    env: environment,
    execArgv: [`--max-old-space-size=${MEMORY_MIB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
}

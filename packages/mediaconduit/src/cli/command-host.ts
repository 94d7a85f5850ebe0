import type { Readable } from 'node:stream';
import type { createRuntime } from '@mediaconduit/runtime';
import type { OutputStream } from './output';

/** What the command gets from the process around it; tests bring their own. */
export interface CommandHost {
  readonly environment: NodeJS.ProcessEnv;
  /** Folder that the command was called in. */
  readonly folder: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly createRuntime: typeof createRuntime;
  /** What providers print to; stays theirs where it is missing. */
  readonly console?: Console;
}

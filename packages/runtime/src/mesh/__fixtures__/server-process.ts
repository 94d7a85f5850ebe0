import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '@mediaconduit/testkit';

/** A server that a test runs as its own child. */
export interface ServerProcess extends AsyncDisposable {
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts a program and waits until `answers` does not throw; its output is in the error when it ends before. */
export async function startServer(
  [command = '', ...args]: readonly string[],
  options: SpawnOptions,
  answers: () => Promise<unknown>,
): Promise<ServerProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${output}`);
      await answers();
    });
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
  return { kill: () => end(child, 'SIGKILL'), [Symbol.asyncDispose]: () => end(child, 'SIGTERM') };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

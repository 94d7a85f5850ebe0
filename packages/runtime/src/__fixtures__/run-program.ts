import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A program of its own that uses the built package. */
export interface Program {
  readonly child: ChildProcess;
  /** The next line that it says. */
  said<T>(): Promise<T>;
  /** All that it has said and not been asked for, its last words on stderr, and its exit code or signal. */
  ended(): Promise<{ end: number | string; said: unknown[]; errors: string }>;
}

/** Starts a program; see `program-main.cjs` for what the code sees. */
export function runProgram(
  code: string,
  argument: unknown = {},
  environment: NodeJS.ProcessEnv = process.env,
): Program {
  const main = path.join(__dirname, 'program-main.cjs');
  const child = spawn(process.execPath, [main, code, JSON.stringify(argument)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const exited = once(child, 'close').then(([status, signal]) => (status ?? signal) as number | string);
  return {
    child,
    async said<T>() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the program ended before it said more: ${errors}`);
      return JSON.parse(value) as T;
    },
    async ended() {
      const said: unknown[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) said.push(JSON.parse(next.value));
      return { end: await exited, said, errors };
    },
  };
}

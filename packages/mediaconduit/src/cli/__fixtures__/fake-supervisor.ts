import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRuntime, type EngineSet, type RuntimeOptions } from '@mediaconduit/runtime';
import {
  createJsonServer,
  makeSocketFolder,
  supervisorAddress,
  type JsonRoutes,
  type StackStatus,
} from '@mediaconduit/runtime/supervision';
import { MediaConduitError } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { runCommandLine } from '../command-line';
import { FakeStream } from './fake-terminal';

/** How the command talks. */
export interface Terminal {
  readonly terminal?: boolean;
  readonly columns?: number;
  /** Words of the person at the terminal, who may do something else before. */
  readonly answer?: string | (() => Promise<string>);
}

/** A project with a home of its own, in which a supervisor can be played. Without engines, those of this machine. */
export async function stackProject(stack = 'services: {}\n', engines?: EngineSet) {
  const folder = await temporaryFolder();
  const file = join(realpathSync(folder.path), 'mediaconduit.yml');
  await folder.write('mediaconduit.yml', stack);
  const home = join(folder.path, 'home');
  const disposables = new AsyncDisposables();

  /** Plays a supervisor until it is ended; `stacks` is asked for each status. */
  const serve = async (stacks: () => readonly StackStatus[], routes: JsonRoutes = {}): Promise<() => Promise<void>> => {
    const address = supervisorAddress(home);
    makeSocketFolder(address);
    const supervisor = { pid: 7, version: '1.0.0', home, startedAt: '2026-01-01T00:00:00.000Z' };
    const server = createJsonServer({
      'GET /v1/supervisor': async () => supervisor,
      'GET /v1/status': async () => ({ supervisor, stacks: stacks() }),
      ...routes,
    }).listen(address);
    await once(server, 'listening');
    return disposables.add(async () => {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), 'close');
    });
  };

  const run = (words: readonly string[], { answer, columns = 80, terminal = false }: Terminal = {}) => {
    const [stdout, stderr] = [new FakeStream(terminal, columns), new FakeStream(terminal, columns)];
    const stdin = Object.assign(Readable.from(linesOf(answer)), { isTTY: terminal });
    const environment = { NO_COLOR: '1', MEDIACONDUIT_HOME: home };
    const runtimeWith = (options?: RuntimeOptions) => createRuntime({ ...options, engines });
    const host = { environment, folder: folder.path, stdin, stdout, stderr, createRuntime: runtimeWith };
    const { cancel, exitCode } = runCommandLine(words, host);
    const interrupt = (): void =>
      cancel(new MediaConduitError('MC_CALL_ABORTED', 'Cancelled.', { facts: { signal: 'SIGINT', exitCode: 130 } }));
    return { exitCode, stdout, stderr, interrupt };
  };

  return {
    ...{ folder, file, home, serve, run },
    async [Symbol.asyncDispose](): Promise<void> {
      await disposables.end();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What {@link stackProject} makes. */
export type StackProject = Awaited<ReturnType<typeof stackProject>>;

class AsyncDisposables {
  readonly #ends: (() => Promise<void>)[] = [];

  add(end: () => Promise<void>): () => Promise<void> {
    this.#ends.push(end);
    return end;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}

async function* linesOf(answer: Terminal['answer']): AsyncGenerator<string> {
  if (answer !== undefined) yield `${typeof answer === 'string' ? answer : await answer()}\n`;
}

// first: it works while the rest is loaded
import { spareWorker } from './spare-worker';
import { resolve } from 'node:path';
import type { Runtime, RuntimeOptions } from '@mediaconduit/runtime';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { runCommandLine, type CommandRun } from './command-line';

/** Exit codes by convention: 128 and the number of the signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

function startRuntime(options?: RuntimeOptions): Runtime {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help and the version do without it
  const runtime = require('@mediaconduit/runtime') as typeof import('@mediaconduit/runtime');
  const created = runtime.createRuntime({ ...options, spareWorker });
  runtime.setDefaultRuntime(created); // for providers that look for the runtime of their process
  return created;
}

/** The first signal ends the work and what was started, the second ends the program at once. */
function listenToSignals(run: CommandRun, end: (exitCode: number) => never): void {
  let signals = 0;
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      signals++;
      if (signals > 1) {
        run.closeSync();
        end(exitCode);
      }
      run.cancel(new MediaConduitError('MC_CALL_ABORTED', `Cancelled by ${signal}.`, { facts: { signal, exitCode } }));
    });
  }
}

/**
 * What providers run in this process may end it, throw where nobody catches it, or wait for what never comes: none of that
 * is to look like success. What they do beside the work and reject is their own affair.
 */
function listenToTheEnd(run: CommandRun): (exitCode: number) => never {
  let isOver = false;
  let isStuck = false;
  process.on('unhandledRejection', (reason) => run.tellAside(reason));
  process.on('uncaughtException', (error) => run.cancel(uncaught(error)));
  process.on('beforeExit', () => {
    isStuck = true;
    run.cancel(stuck());
  });
  process.on('exit', () => {
    if (!isOver) process.exitCode = run.cutOff(isStuck ? stuck() : endedByProvider());
  });
  return (exitCode) => {
    isOver = true;
    process.exit(exitCode);
  };
}

function stuck(): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_FAILED', 'The work stopped half-way: nothing is left that could end it.', {
    hint: 'the provider waits for something that never comes; --verbose shows what it prints',
  });
}

function uncaught(error: unknown): MediaConduitError {
  const message = `Something failed where nobody catches it: ${messageOf(error)}`;
  return new MediaConduitError('MC_PROVIDER_FAILED', message, {
    hint: 'most likely a provider did it; --verbose shows where',
    cause: error,
  });
}

function endedByProvider(): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_FAILED', 'The code of a provider ended the whole program.', {
    hint: 'it calls process.exit(), where it should throw an error; --verbose shows what it prints',
    facts: { exitCode: process.exitCode },
  });
}

/** Also of a folder that was removed under the shell, which still knows its path. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return resolve('/', process.env['PWD'] ?? '');
  }
}

const run = runCommandLine(process.argv.slice(2), {
  environment: process.env,
  folder: currentFolder(),
  // asked for only when it is read: touching an open pipe keeps the program alive
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  createRuntime: startRuntime,
  console,
});
const end = listenToTheEnd(run);
listenToSignals(run, end);
// what a provider left open must not keep the command alive
void run.exitCode.then(end);

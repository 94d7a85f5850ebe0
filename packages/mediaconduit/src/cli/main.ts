#!/usr/bin/env node
import type { createRuntime } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import { runCommandLine, type CommandRun } from './command-line';

/** Exit codes by convention: 128 and the number of the signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

function startRuntime(...parameters: Parameters<typeof createRuntime>): ReturnType<typeof createRuntime> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- help and the version do without it
  const runtime = require('@mediaconduit/runtime') as typeof import('@mediaconduit/runtime');
  const created = runtime.createRuntime(...parameters);
  runtime.setDefaultRuntime(created); // for providers that look for the runtime of their process
  return created;
}

/** The first signal ends the work and what was started, the second ends the program at once. */
function listenToSignals(run: CommandRun): void {
  let signals = 0;
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      signals++;
      if (signals > 1) {
        run.closeSync();
        process.exit(exitCode);
      }
      run.cancel(
        new MediaConduitError('MC_CALL_ABORTED', `Cancelled by ${signal}.`, {
          hint: 'what was started is stopped; run the command again to repeat it',
          facts: { signal, exitCode },
        }),
      );
    });
  }
}

const run = runCommandLine(process.argv.slice(2), {
  environment: process.env,
  folder: process.cwd(),
  // asked for only when it is read: touching an open pipe keeps the program alive
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  createRuntime: startRuntime,
});
listenToSignals(run);
// what a provider left open must not keep the command alive
void run.exitCode.then((exitCode) => process.exit(exitCode));

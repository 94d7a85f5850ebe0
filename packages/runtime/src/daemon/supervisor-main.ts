// The program of a detached supervisor; `ensureSupervisor` starts it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMediaConduitError, MediaConduitError, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { createStackHost } from './create-stack-host';
import { SUPERVISOR_HOME } from './spawn-supervisor';
import { serveHome } from './supervisor-process';

const { env } = process;

function versionOfPackage(): string {
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}

/** Its output is the log in the home: a line of JSON each. */
function tell(what: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), pid: process.pid, ...what })}\n`);
}

async function main(): Promise<void> {
  const home = env[SUPERVISOR_HOME];
  if (!home) throw new MediaConduitError('MC_USAGE', `${SUPERVISOR_HOME} is not set.`, { hint: 'mediaconduit up' });
  const log = {
    debug: () => undefined,
    info: (facts: object, message: string) => tell({ level: 'info', message, ...facts }),
    warn: (facts: object, message: string) => tell({ level: 'warn', message, ...facts }),
    error: (facts: object, message: string) => tell({ level: 'error', message, ...facts }),
  };
  const createHost = createStackHost({ home, clock: SYSTEM_CLOCK, log });
  const supervisor = await serveHome({ home, environment: env, version: versionOfPackage(), createHost });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void supervisor.close());
  await supervisor.closed;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    tell({ level: 'error', message: 'the supervisor ends', error: isMediaConduitError(error) ? error : String(error) });
    process.exit(isMediaConduitError(error) ? error.exitCode : 1);
  },
);

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anySignal, MediaConduitError, type Clock } from '@mediaconduit/sdk';
import { ensureHome } from '../config/home';
import { isNobodyThere, JsonClient } from './json-client';
import { supervisorAddress } from './supervisor-address';
import { SupervisorClient } from './supervisor-client';

/** Name of the variable that tells a supervisor its home. */
export const SUPERVISOR_HOME = 'MEDIACONDUIT_SUPERVISOR_HOME';

const START_WITHIN_MS = 10_000;
/** One that listens, but is stopped or stuck, says nothing. */
const ANSWER_WITHIN_MS = 5000;
const LOOK_EVERY_MS = 20;
const SHOWN_LINES = 20;

/** A log that is larger makes room for a new one when a supervisor starts; the one before is kept. */
const LARGEST_LOG_BYTES = 1024 * 1024;

/** How often one that ends is looked for, in ms. */
const LOOK_FOR_END_EVERY_MS = 100;

/** What a supervisor needs of the environment of whoever starts it; what a stack needs comes with each request. */
const PASSED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TMPDIR|TMP|TEMP|TZ|XDG_.*|DOCKER_.*|SYSTEMROOT|LOCALAPPDATA|APPDATA|USERPROFILE)$/i;

/** How a supervisor is found or started. */
export interface FindOptions {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when the supervisor that runs ends, which is waited for. */
  readonly onEnding?: () => void;
}

type LookOptions = Pick<FindOptions, 'home' | 'signal'> & { readonly answerWithinMs?: number };

interface Found {
  readonly client: SupervisorClient;
  /** See `SupervisorInfo`. */
  readonly isEnding?: boolean;
}

/**
 * The supervisor of a home; `undefined` when none runs.
 * @throws `MC_SUPERVISOR_UNREACHABLE` when one runs that does not answer within `answerWithinMs`, 5 s by default.
 */
export async function findSupervisor(options: LookOptions): Promise<SupervisorClient | undefined> {
  return (await look(options))?.client;
}

async function look({ answerWithinMs = ANSWER_WITHIN_MS, home, signal }: LookOptions): Promise<Found | undefined> {
  const client = new SupervisorClient(new JsonClient(supervisorAddress(home)));
  const late = AbortSignal.timeout(answerWithinMs);
  try {
    const { isEnding } = await client.info(anySignal([signal, late]));
    return { client, isEnding };
  } catch (error) {
    if (isNobodyThere(error)) return undefined;
    throw error === late.reason ? silentError(home, answerWithinMs) : error;
  }
}

function silentError(home: string, answerWithinMs: number): MediaConduitError {
  const log = supervisorLog(home);
  return new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', `The supervisor of ${home} runs, but does not answer.`, {
    hint: `look at ${log}; end its process, then start it again: mediaconduit up`,
    facts: { home, log, answerWithinMs },
  });
}

/**
 * The supervisor of a home, started when none runs. It outlives this process. One that ends is waited for as long as its
 * services need for that.
 * @throws `MC_SUPERVISOR_UNREACHABLE` with the last lines of its log when it does not answer within 10 s.
 */
export async function ensureSupervisor(options: FindOptions): Promise<SupervisorClient> {
  const { clock, home } = options;
  const known = await findLasting(options);
  if (known) return known;
  const log = startSupervisor(options);
  const startedAt = clock.now();
  while (clock.now() - startedAt < START_WITHIN_MS) {
    await pause(options, LOOK_EVERY_MS);
    const found = await findLasting(options);
    if (found) return found;
  }
  const logs = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
  throw new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', `The supervisor of ${home} did not start.`, {
    hint: `look at ${log}`,
    facts: { home, log, logs },
  });
}

/** One that does not end. */
async function findLasting(options: FindOptions): Promise<SupervisorClient | undefined> {
  let found = await look(options);
  if (found?.isEnding) options.onEnding?.();
  while (found?.isEnding) {
    await pause(options, LOOK_FOR_END_EVERY_MS);
    found = await look(options);
  }
  return found?.client;
}

async function pause({ clock, signal }: FindOptions, ms: number): Promise<void> {
  await new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  signal.throwIfAborted();
}

/** Where a supervisor writes what it has to say, and the last words of a crash. */
export function supervisorLog(home: string): string {
  return join(home, 'run', 'supervisor.log');
}

function startSupervisor({ environment, home }: FindOptions): string {
  ensureHome(home);
  const log = supervisorLog(home);
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) renameSync(log, `${log}.1`);
  const output = openSync(log, 'a', 0o600);
  try {
    const passed = Object.entries(environment).filter(([name]) => PASSED.test(name));
    const child = spawn(process.execPath, [join(__dirname, 'supervisor-main.js')], {
      cwd: home,
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...Object.fromEntries(passed), [SUPERVISOR_HOME]: home },
      windowsHide: true,
    });
    child.on('error', () => undefined); // seen by its silence
    child.unref();
  } finally {
    closeSync(output);
  }
  return log;
}

import {
  ensureSupervisor,
  fromWireError,
  homeFolder,
  type ServiceStatus,
  type StackStatus,
  type UpRequest,
} from '@mediaconduit/runtime/supervision';
import { isMediaConduitError, MediaConduitError, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { dirname } from 'node:path';
import { withEnvFile } from './load-env-file';
import type { Output } from './output';
import type { Session } from './session';
import { crashLines, type CrashedService } from './stack/crash-lines';
import { requireStackFile } from './stack/find-stack-file';
import { ownStackOf } from './stack/own-stack';
import { hasFailed } from './stack/service-words';
import { startFailures } from './stack/start-failures';
import { startStack } from './stack/start-stack';
import { readSwitches } from './stack/up-words';
import { UpProgress } from './stack/up-progress';
import { tellWhenSlow } from './tell-when-slow';

/** What is to be started. */
export interface UpCall {
  /** Features, and `--no-<feature>`. */
  readonly words: readonly string[];
  /** Only these services and what they need; all when missing. */
  readonly only?: readonly string[];
  /** Stay until all are ready or have failed. */
  readonly wait?: boolean;
  /** The command's own flags, which may have been meant. */
  readonly ownFlags: readonly string[];
}

/** What is asked of the supervisor, but for what the session knows. */
export type StartRequest = Pick<UpRequest, 'file' | 'text' | 'features' | 'services' | 'wait'>;

/** `mediaconduit up`: starts the stack of the project, or changes what runs of it. 5 when a service failed. */
export async function bringUp(session: Session, { only = [], ownFlags, wait = false, words }: UpCall): Promise<number> {
  const file = requireStackFile(session.folder);
  return startAndReport(session, { file, features: readSwitches(words, ownFlags), services: only, wait });
}

/** Starts a stack, shows how it goes, and tells what became of it. 5 when a service failed that was waited for. */
export async function startAndReport(session: Session, asked: StartRequest): Promise<number> {
  using progress = new UpProgress(session.output);
  const start = (): Promise<StackStatus> => startOnce(session, asked, progress);
  const stack = await start().catch((error: unknown) => {
    // a supervisor that had just lost its last stack, or is told to, ends, whoever has found it
    if (!isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE') && !isMediaConduitError(error, 'MC_RUNTIME_CLOSED'))
      throw error;
    return start();
  });
  progress.end(stack);
  return report(session, stack, asked);
}

async function startOnce(session: Session, asked: StartRequest, progress: UpProgress): Promise<StackStatus> {
  const { engine, folder, host, output, signal } = session;
  const environment = definedOf(withEnvFile(dirname(asked.file), host.environment));
  const home = homeFolder(session.environment);
  let doing = 'starting the supervisor …';
  const onEnding = (): void => void (doing = 'waiting for the end of what is being stopped …');
  const finding = ensureSupervisor({ home, environment, clock: SYSTEM_CLOCK, signal, onEnding });
  const client = await tellWhenSlow(finding, () => doing, output);
  const watch = { clock: SYSTEM_CLOCK, progress, signal, onTaken: () => stay(session) };
  return startStack(client, { ...asked, environment, engine }, watch).catch(async (error: unknown) => {
    progress[Symbol.dispose]();
    const { stacks } = await client.status(signal).catch(() => ({ stacks: [] }));
    tellCrashes(output, startFailures(error, ownStackOf(folder, stacks)));
    throw error;
  });
}

function tellCrashes(output: Output, crashed: readonly CrashedService[]): void {
  if (output.settings.json) return;
  for (const line of crashed.flatMap((service) => crashLines(service, output.settings.verbose))) {
    output.complain(line, line.startsWith('✗') ? 'red' : undefined);
  }
}

async function report({ output }: Session, stack: StackStatus, asked: StartRequest): Promise<number> {
  if (stack.rejected) throw fromWireError(stack.rejected);
  const { wait: waited } = asked;
  const services = withDependencies(stack.services, asked.services);
  const failed = services.filter(hasFailed);
  const ok = failed.length === 0;
  if (output.settings.json) await output.json({ ok, stack });
  if (waited) tellCrashes(output, failed);
  if (!output.settings.json) output.note(summary(stack, services, failed.length));
  return ok || !waited ? 0 : 5;
}

function summary({ name, services: all }: StackStatus, services: readonly ServiceStatus[], failed: number): string {
  const ready = services.filter(isReady).length;
  const count = `${ready} of ${countOf(services)}`;
  if (failed > 0) return `${name}: ${count} ready, ${failed} failed; mediaconduit status shows more`;
  if (all.every(isReady)) return `${name} is up: ${countOf(all)}`;
  if (ready === services.length) return `${name}: ${ready} of ${countOf(all)} ready, as asked`;
  return `${name}: ${count} ready, the rest goes on by itself; mediaconduit status --watch shows it`;
}

function isReady({ state }: ServiceStatus): boolean {
  return state === 'ready' || state === 'degraded';
}

function countOf({ length }: readonly ServiceStatus[]): string {
  return `${length} ${length === 1 ? 'service' : 'services'}`;
}

/** What was asked for and what it needs; everything where nothing was named. */
function withDependencies(services: readonly ServiceStatus[], names: readonly string[]): readonly ServiceStatus[] {
  if (names.length === 0) return services;
  const wanted = new Set(names);
  for (const name of wanted) {
    for (const needed of services.find((one) => one.name === name)?.dependsOn ?? []) wanted.add(needed);
  }
  return services.filter(({ name }) => wanted.has(name));
}

/** The supervisor goes on without us. */
function stay(session: Session): void {
  session.endWith(({ code, facts, message }) => {
    throw new MediaConduitError(code, `${message} The stack goes on starting.`, {
      hint: 'mediaconduit status --watch shows it, mediaconduit down ends it',
      facts,
    });
  });
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

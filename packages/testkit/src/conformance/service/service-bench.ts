import {
  MediaConduitError,
  messageOf,
  type EngineEvent,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
} from '@mediaconduit/sdk';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { ComposeModule, RuntimeModule, SuiteRuntime } from '../child/suite-runtime';
import { notApplicable, notRun, type Verdict } from '../rule/verdict';
import { send } from './send';
import type { ServiceHomes } from './service-homes';

/** A service that runs and is ready. Disposing it ends it. */
export interface StartedService extends AsyncDisposable {
  readonly url: string;
  readonly engine: ServiceEngine;
  readonly id: string;
  /** What was done to it for good, as a sentence; nothing when it is still ready. */
  lastingHarm(): Promise<string | undefined>;
  /** Ends it politely, and answers its exit code; 137 when it had to be killed. */
  stop(): Promise<number | undefined>;
}

/** Where the bench has what it uses. */
export interface ServiceBenchParts {
  readonly definition: ServiceDefinition | undefined;
  readonly runtime: RuntimeModule;
  /** Its path. */
  readonly runtimePath: string;
  readonly homes: ServiceHomes;
}

const NOT_STARTED = notRun('it does not start', 'mend MC-S20 or MC-S21 first');

const GRACE_MS = 10_000;
const LOOK_MS = 50;
/** More than one: what comes on a connection that was kept may be answered before others are even looked at. */
const HARM_LOOKS = 5;
const READINESS_TIMEOUT_MS = 5000;

/** Starts one service, as a process or in a container. */
export class ServiceBench implements AsyncDisposable {
  readonly #parts: ServiceBenchParts;
  #running: Promise<StartedService | Verdict> | undefined;

  constructor(parts: ServiceBenchParts) {
    this.#parts = parts;
  }

  /** The runtime's reader of compose files. */
  get compose(): ComposeModule {
    return createRequire(this.#parts.runtimePath)('@mediaconduit/runtime/supervision') as ComposeModule;
  }

  /**
   * One that all rules share that only ask it something; started when it is first needed.
   * @throws when it does not start.
   */
  first(): Promise<StartedService | Verdict> {
    this.#running ??= this.start('process');
    return this.#running;
  }

  /** The same, for rules that are not about its start. */
  running(): Promise<StartedService | Verdict> {
    return this.first().catch(() => NOT_STARTED);
  }

  /** One more, for rules that are not about the start of a second one. */
  another(): Promise<StartedService | Verdict> {
    return this.start('process').catch(() => NOT_STARTED);
  }

  /** Starts one more; answers why not, where it cannot be run here. */
  async start(name: 'process' | 'docker'): Promise<StartedService | Verdict> {
    const { definition, homes, runtime: module } = this.#parts;
    if (!definition) return notRun('the definition cannot be read', 'mend MC-S01 first');
    if (!definition[name]) return notApplicable(`it has no ${name === 'docker' ? 'image' : 'process form'}`);
    const runtime = module.createRuntime({
      ...{ projectFolder: definition.folder, home: homes[name] },
      ...{ environment: process.env, engine: name, supervised: false },
    });
    try {
      return await startOn(runtime, name, definition);
    } catch (error) {
      await runtime[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    if (running && 'url' in running) await running[Symbol.asyncDispose]();
  }
}

async function startOn(
  runtime: SuiteRuntime,
  name: 'process' | 'docker',
  definition: ServiceDefinition,
): Promise<StartedService | Verdict> {
  const reason = await unusable(runtime, name, definition);
  const engine = await runtime.engines.get(name);
  if (reason || !engine) {
    await runtime[Symbol.asyncDispose]();
    return reason ?? notRun(`there is no engine ${name}`, 'mediaconduit doctor');
  }
  const exits = new Exits(engine);
  const running = await engine.ensure(definition, { signal: new AbortController().signal });
  await untilReady(running, definition, { engine, exits });
  const lastingHarm = async (): Promise<string | undefined> => {
    let harm: string | undefined;
    for (let look = 0; look < HARM_LOOKS && harm === undefined; look += 1) {
      await pause(LOOK_MS);
      const problem = await unreadiness(running, definition);
      // by now another service may answer at its port
      harm = exits.has(running.id) ? `it ended with ${String(exits.of(running.id))}` : problem;
    }
    return harm && `Afterwards it is not ready: ${harm}.`;
  };
  const stop = async (): Promise<number | undefined> => {
    await engine.stop(running.id, { graceMs: GRACE_MS });
    return exits.of(running.id);
  };
  const dispose = async (): Promise<void> => {
    await engine.stop(running.id, { graceMs: GRACE_MS });
    await removeVolumes(engine);
    await runtime[Symbol.asyncDispose]();
  };
  return { url: running.baseUrl, engine, id: running.id, lastingHarm, stop, [Symbol.asyncDispose]: dispose };
}

/** Those of this suite's own home: nothing of the user's is among them. */
async function removeVolumes(engine: ServiceEngine): Promise<void> {
  for (const { id } of (await engine.caches?.()) ?? []) await engine.removeCache?.(id);
  for (const { id } of (await engine.volumes?.list()) ?? []) await engine.volumes?.remove(id);
}

async function unusable(
  runtime: SuiteRuntime,
  name: 'process' | 'docker',
  definition: ServiceDefinition,
): Promise<Verdict | undefined> {
  const engine = await runtime.engines.get(name);
  const available = await engine?.availability();
  if (available && !available.available) return notRun(available.reason, available.hint);
  const refusal = engine?.refusal(definition);
  return refusal && notRun(refusal.reason, refusal.hint ?? 'mediaconduit doctor');
}

/** Keeps the exit codes of what an engine runs. */
class Exits {
  readonly #codes = new Map<string, number | undefined>();

  constructor(engine: ServiceEngine) {
    engine.subscribe(({ exitCode, id, type }: EngineEvent) => {
      if (type === 'exited') this.#codes.set(id, exitCode);
    });
  }

  has(id: string): boolean {
    return this.#codes.has(id);
  }

  of(id: string): number | undefined {
    return this.#codes.get(id);
  }
}

/** What its readiness path answers instead of yes. */
async function unreadiness(
  { baseUrl }: RunningService,
  { readiness: { path } }: ServiceDefinition,
): Promise<string | undefined> {
  const { problem, status } = await send(`${baseUrl}${path}`, { timeoutMs: READINESS_TIMEOUT_MS });
  return status >= 200 && status < 300 ? undefined : (problem ?? `status ${status}`);
}

/** @throws what it wrote, when it ends or is not ready in time. */
async function untilReady(
  running: RunningService,
  definition: ServiceDefinition,
  { engine, exits }: { readonly engine: ServiceEngine; readonly exits: Exits },
): Promise<void> {
  const { id } = running;
  const { path, timeoutMs } = definition.readiness;
  const until = performance.now() + timeoutMs;
  let last: string | undefined = 'no answer';
  while (performance.now() < until && !exits.has(id)) {
    last = await unreadiness(running, definition);
    if (last === undefined) return;
    await pause(LOOK_MS);
  }
  const lines = await engine.logs(id, 10).catch((error: unknown) => [messageOf(error)]);
  const what = exits.has(id) ? `It ended with ${String(exits.of(id))} before it was ready.` : `${path}: ${last}.`;
  await engine.stop(id, { graceMs: GRACE_MS });
  throw new MediaConduitError('MC_SERVICE_START_FAILED', `${what} It wrote: ${lines.join(' | ') || 'nothing'}`, {
    hint: 'run it by hand, as the definition says, and ask its readiness path',
  });
}

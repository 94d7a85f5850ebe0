import {
  anySignal,
  MediaConduitError,
  type Clock,
  type ErrorCode,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
} from '@mediaconduit/sdk';
import type { ServiceClient } from './service-client';
import { pause, probeIntervalMs, type probeReadiness } from './readiness-probe';

/** What a start needs beside the definition and the engine. */
export interface StartOptions {
  readonly clock: Clock;
  readonly probe: typeof probeReadiness;
  readonly environment: Readonly<Record<string, string>>;
  readonly keepAddress?: boolean;
  readonly onCaller?: () => Promise<unknown> | undefined;
  readonly onProgress: (message: string) => void;
  /** Called when the engine has started the service: the client is loaded while the service gets ready. */
  readonly createClient: (running: RunningService) => Promise<ServiceClient>;
  /** Called when it is ready, before anything else can become known of it. */
  readonly onReady: (started: StartedService) => void;
}

/** A service that is ready, and the client of its address. */
export interface StartedService {
  readonly running: RunningService;
  readonly client: ServiceClient;
}

/**
 * Starts a service and waits until it is ready. A run that is to be replaced before that is given back for the next one,
 * and so is one that was taken over and ends before that: it was no start of ours that failed.
 * When it rejects, nothing of the service is left running.
 * @throws `MC_SERVICE_START_FAILED` (ended, or reported failure), `MC_SERVICE_START_TIMEOUT`, or what the engine throws;
 *   the first two carry exit code, state and the last 50 lines of output.
 */
export async function startService(
  definition: ServiceDefinition,
  engine: ServiceEngine,
  options: StartOptions,
  signal: AbortSignal,
): Promise<StartedService> {
  for (;;) {
    const started = await startOnce(definition, engine, options, signal);
    if (started) return started;
  }
}

/** @returns `undefined` when the run was to be replaced before it was ready, or ended that somebody else had started. */
async function startOnce(
  definition: ServiceDefinition,
  engine: ServiceEngine,
  options: StartOptions,
  signal: AbortSignal,
): Promise<StartedService | undefined> {
  const exits = new ExitWatch(engine);
  const { environment, keepAddress, onCaller, onProgress } = options;
  try {
    const running = await engine.ensure(definition, { signal, environment, keepAddress, onCaller, onProgress });
    const ended = anySignal([signal, exits.signalFor(running.id)]);
    const client = options.createClient(running);
    let started: StartedService;
    try {
      client.catch(() => undefined); // awaited below, once the service is ready
      await waitUntilReady(running, definition, options, ended);
      started = { running, client: await client };
      ended.throwIfAborted();
    } catch (failure) {
      if (failure instanceof RunLeft || (failure instanceof RunEnded && running.adopted))
        return await undo(engine, running, client);
      throw await explained(failure, engine, running, definition).finally(() => undo(engine, running, client));
    }
    options.onReady(started);
    return started;
  } finally {
    exits.close();
  }
}

/** Why the start failed says more than that it could not be undone; the engine's `close()` tries again. */
async function undo(engine: ServiceEngine, { id }: RunningService, client: Promise<ServiceClient>): Promise<undefined> {
  await Promise.allSettled([engine.release(id, { graceMs: 0 }), client.then((made) => made.destroy())]);
}

/** Remembers which services ended or are about to, also before anybody asked. */
class ExitWatch {
  readonly #ended = new Map<string, AbortController>();
  readonly #unsubscribe: () => void;

  constructor(engine: ServiceEngine) {
    this.#unsubscribe = engine.subscribe((event) => {
      const controller = this.#controllerOf(event.id);
      if (event.type === 'exited') controller.abort(new RunEnded());
      else if (event.type === 'leaving') controller.abort(new RunLeft());
    });
  }

  signalFor(id: string): AbortSignal {
    return this.#controllerOf(id).signal;
  }

  close(): void {
    this.#unsubscribe();
  }

  #controllerOf(id: string): AbortController {
    const known = this.#ended.get(id) ?? new AbortController();
    this.#ended.set(id, known);
    return known;
  }
}

/** Why a service is not ready; never leaves this file without evidence. */
class NotReady extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly reason: string,
  ) {
    super(reason);
  }
}

class RunEnded extends NotReady {
  constructor() {
    super('MC_SERVICE_START_FAILED', 'it ended');
  }
}

/** The run is to be replaced; never leaves this file. */
class RunLeft extends Error {}

async function waitUntilReady(
  running: RunningService,
  { readiness }: ServiceDefinition,
  { clock, probe }: StartOptions,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const result = await probe(running.baseUrl, readiness.path, signal);
    signal.throwIfAborted();
    if (result.verdict === 'ready') return;
    if (result.verdict === 'fail') throw new NotReady('MC_SERVICE_START_FAILED', result.reason);
    const elapsed = clock.now() - startedAt;
    if (elapsed >= readiness.timeoutMs) throw new NotReady('MC_SERVICE_START_TIMEOUT', `last answer: ${result.reason}`);
    await pause(clock, probeIntervalMs(elapsed), signal);
  }
}

async function explained(
  failure: unknown,
  engine: ServiceEngine,
  running: RunningService,
  definition: ServiceDefinition,
): Promise<unknown> {
  if (!(failure instanceof NotReady)) return failure;
  const { code, reason } = failure;
  const [inspection, logs] = await Promise.all([engine.inspect(running.id), engine.logs(running.id, 50)]);
  const exit = inspection?.exitCode === undefined ? '' : ` with exit code ${inspection.exitCode}`;
  const what =
    code === 'MC_SERVICE_START_TIMEOUT'
      ? `was not ready at ${running.baseUrl} after ${definition.readiness.timeoutMs} ms (${reason})`
      : `did not start: ${reason}${exit}`;
  return new MediaConduitError(code, `The service "${definition.id}" ${what}.`, {
    hint: logs.length > 0 ? 'its last output says more' : hintWithoutOutput(running, definition),
    facts: {
      service: definition.id,
      engine: engine.name,
      state: inspection?.state ?? 'absent',
      exitCode: inspection?.exitCode,
      outOfMemory: inspection?.outOfMemory,
      baseUrl: running.baseUrl,
      readiness: definition.readiness.path,
      logs,
    },
  });
}

function hintWithoutOutput({ baseUrl, engine }: RunningService, { file, readiness }: ServiceDefinition): string {
  if (engine !== 'remote') return `it wrote nothing; look at ${file}`;
  return `it is not started from here: see that GET ${baseUrl}${readiness.path} answers, or name another address`;
}

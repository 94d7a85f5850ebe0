import {
  SILENT_LOGGER,
  SYSTEM_CLOCK,
  type Clock,
  type EngineAvailability,
  type EngineEvent,
  type EngineRefusal,
  type EnsureOptions,
  type Logger,
  type RunningService,
  type ServiceDefinition,
  type ServiceEngine,
  type ServiceInspection,
  type ServiceStats,
  type StopOptions,
} from '@mediaconduit/sdk';
import { randomUUID } from 'node:crypto';
import { FolderUses } from '../../cache/folder-uses';
import { homeFolder } from '../../config/home';
import { EventListeners } from '../event-listeners';
import { bindSocket, type BoundSocket } from './bind-socket';
import { duplicateSocket } from './duplicate-socket';
import { findDeathSignal, type DeathSignal } from './find-death-signal';
import { KeptAddresses } from './kept-addresses';
import { launch, type LaunchContext, type LaunchedChild, type LaunchOptions } from './launch';
import { LaunchPreparer } from './launch-preparer';
import { commandMissingError, engineClosedError, startAbortedError } from './process-errors';
import { ProcessReaper } from './process-reaper';
import { processRefusal } from './process-refusal';
import { processGroupStats } from './process-group-stats';
import { processTreeOf } from './process-tree';
import type { createPythonEnvironments } from './python/create-python-environments';
import type { PythonEnvironments } from './python/python-environments';
import { ServiceProcess } from './service-process';
import { SharedStart } from './shared-start';
import { StandIn } from './stand-in';
import { waitForPort } from './wait-for-port';
import { waitUnlessAborted } from './wait-unless-aborted';

/* eslint-disable @typescript-eslint/no-require-imports -- most services are not written in Python */
const loadPython = (): { createPythonEnvironments: typeof createPythonEnvironments } =>
  require('./python/create-python-environments') as { createPythonEnvironments: typeof createPythonEnvironments };
/* eslint-enable @typescript-eslint/no-require-imports */

/** Lines that `logs` answers when the caller does not say. */
const DEFAULT_TAIL = 50;

/** What the process engine takes from outside; all have defaults of the machine. */
export interface ProcessEngineOptions {
  readonly clock?: Clock;
  readonly platform?: NodeJS.Platform;
  /** Our own variables, of which services get a few. Default `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The state folder: Python packages and caches lie there. Default: the one that `environment` names. */
  readonly home?: string;
  /** Told when a listener throws. Default: silent. */
  readonly log?: Logger;
}

/**
 * Runs services as child processes of ours. Each leads its own process group, belongs to this engine alone, and dies
 * with us, however we end. Children never keep our program alive once their address is known.
 */
export function createProcessEngine(options: ProcessEngineOptions = {}): ServiceEngine {
  const environment = options.environment ?? process.env;
  return new ProcessEngine({
    clock: options.clock ?? SYSTEM_CLOCK,
    platform: options.platform ?? process.platform,
    environment,
    home: options.home ?? homeFolder(environment),
    log: options.log ?? SILENT_LOGGER,
  });
}

class ProcessEngine implements ServiceEngine {
  readonly name = 'process';
  readonly #context: LaunchContext;
  readonly #preparer: LaunchPreparer;
  readonly #uses: FolderUses;
  readonly #reaper: ProcessReaper;
  readonly #addresses: KeptAddresses;
  readonly #starts = new SharedStart<ServiceProcess>();
  /** Everything we know by id, ended ones too until they are stopped or replaced. */
  readonly #services = new Map<string, ServiceProcess>();
  /** The latest process of each definition. */
  readonly #byKey = new Map<string, ServiceProcess>();
  readonly #listeners: EventListeners;
  readonly #log: Logger;
  #closed = false;

  constructor({ clock, environment, home, log, platform }: Required<ProcessEngineOptions>) {
    this.#log = log;
    this.#listeners = new EventListeners(log);
    this.#uses = new FolderUses(home);
    this.#reaper = new ProcessReaper(platform);
    this.#addresses = new KeptAddresses({
      bind: () => bindSocket(platform),
      createStandIn: (parts) => new StandIn({ ...parts, clock, log, duplicate: duplicateSocket }),
    });
    let found: { readonly deathSignal: DeathSignal | undefined } | undefined;
    this.#context = {
      clock,
      environment,
      platform,
      tree: processTreeOf(platform, environment['SystemRoot']),
      findDeathSignal: () => (found ??= { deathSignal: findDeathSignal(platform, environment) }).deathSignal,
      onUnprotected: () => this.#reaper.prepare(),
    };
    const context = { ...this.#context, reaper: this.#reaper, home };
    let pythons: PythonEnvironments | undefined;
    this.#preparer = new LaunchPreparer(
      home,
      environment,
      () => (pythons ??= loadPython().createPythonEnvironments(context)),
    );
  }

  async availability(): Promise<EngineAvailability> {
    return { available: true, version: process.version };
  }

  refusal(definition: ServiceDefinition): EngineRefusal | undefined {
    return processRefusal(definition, this.#context);
  }

  async ensure(
    definition: ServiceDefinition,
    { environment = {}, keepAddress, onCaller, onProgress, signal }: EnsureOptions,
  ): Promise<RunningService> {
    if (this.#closed) throw engineClosedError();
    if (signal.aborted) throw startAbortedError(definition, signal.reason);
    const key = keyOf(definition, environment);
    const known = this.#byKey.get(key);
    if (known?.isUsable && !keepAddress) return known.describe(true);
    try {
      const lend = (): BoundSocket | undefined => this.#addresses.lend({ serviceId: definition.id, onCaller });
      const bind = keepAddress ? lend : undefined;
      const start = (shared: AbortSignal): Promise<ServiceProcess> =>
        this.#start(key, definition, { environment, onProgress, signal: shared, bind });
      const turn = keepAddress ? randomUUID() : key; // who keeps an address shares its runs with nobody
      return (await this.#starts.join(turn, signal, start)).describe(false);
    } catch (error) {
      throw signal.aborted ? startAbortedError(definition, signal.reason) : error;
    }
  }

  async inspect(id: string): Promise<ServiceInspection | undefined> {
    return this.#services.get(id)?.inspect();
  }

  async list(): Promise<ServiceInspection[]> {
    return [...this.#services.values()].map((service) => service.inspect());
  }

  /** Nobody else can use a child of ours: the same as `stop`. */
  release(id: string, options?: StopOptions): Promise<void> {
    return this.stop(id, options);
  }

  /** An aborted signal ends the grace, not the stop. */
  async stop(id: string, options?: StopOptions): Promise<void> {
    const service = this.#services.get(id);
    if (!service) return;
    await service.stop(options);
    this.#forget(service);
  }

  async logs(id: string, tail: number = DEFAULT_TAIL): Promise<string[]> {
    return this.#services.get(id)?.output.tail(tail) ?? [];
  }

  /** Of its process group, and on Linux only. */
  async stats(id: string): Promise<ServiceStats | undefined> {
    const service = this.#services.get(id);
    return service?.isUsable ? processGroupStats(service.pid, this.#context) : undefined;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  async forgetAddress(serviceId: string): Promise<void> {
    await this.#addresses.forget(serviceId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#starts.close(engineClosedError());
    const forgotten = this.#addresses.close();
    const stops = await Promise.allSettled([...this.#services.keys()].map((id) => this.stop(id)));
    await forgotten;
    this.#listeners.clear();
    this.#reaper.close();
    for (const stop of stops) {
      if (stop.status === 'rejected') throw stop.reason;
    }
  }

  closeSync(): void {
    this.#closed = true;
    this.#starts.closeSync(engineClosedError());
    void this.#addresses.close();
    for (const service of this.#services.values()) service.kill();
    this.#reaper.close();
  }

  async #start(
    key: string,
    definition: ServiceDefinition,
    options: EnsureOptions & Pick<LaunchOptions, 'bind' | 'environment'>,
  ): Promise<ServiceProcess> {
    const { process: block } = definition;
    if (!block?.command[0]) throw commandMissingError(definition, '');
    // Two of one service would fight over its files and its graphics memory.
    const previous = this.#byKey.get(key);
    if (!previous?.isUsable) await waitUnlessAborted(previous?.gone, options.signal);
    const prepared = await this.#preparer.prepare(definition, block, options);
    const launched = await launch(this.#context, { definition, block, prepared, ...options });
    const service = this.#adopt(key, definition, launched);
    try {
      const watch = launched.plan.watch.bind(undefined, launched.child, service.output);
      const { clock } = this.#context;
      // watched in the turn of the spawn: the line with the port may come at once, and comes once
      const listening = waitForPort({ definition, service, watch, signal: options.signal, clock });
      [service.port] = await Promise.all([listening, this.#noteUses(service, prepared.uses)]);
    } catch (error) {
      await service.stop({ graceMs: 0 });
      this.#forget(service);
      throw error;
    }
    service.unref();
    this.#listeners.tell({ type: 'started', id: service.id, serviceId: service.serviceId });
    return service;
  }

  /** Must run in the same turn as the spawn, so that the reaper knows of the child before anything can happen to us. */
  #adopt(
    key: string,
    definition: ServiceDefinition,
    { child, fileToken, mark, pid, plan }: LaunchedChild,
  ): ServiceProcess {
    this.#reaper.add(pid, mark);
    const { clock, tree } = this.#context;
    const service = new ServiceProcess({
      ...{ child, pid, mark, fileToken, clock, tree },
      serviceId: definition.id,
      label: definition.process?.command.join(' ') ?? '',
      // Our share of the socket must not outlive the child: callers would wait in its backlog for nobody.
      onEnding: () => plan.socket?.close(),
    });
    const previous = this.#byKey.get(key);
    if (previous && !previous.isUsable) this.#forget(previous);
    this.#services.set(service.id, service);
    this.#byKey.set(key, service);
    void service.gone.then(() => this.#ended(service));
    return service;
  }

  /** A full disk must not keep a service from starting that needs no more of it. */
  async #noteUses({ gone, pid, serviceId }: ServiceProcess, folders: readonly string[]): Promise<void> {
    if (folders.length === 0) return;
    const warn = (error: unknown): void =>
      this.#log.warn({ error, service: serviceId }, 'its use of the home is not noted');
    await this.#uses.add({ pid, service: serviceId, folders }).catch(warn);
    void gone.then(() => this.#uses.delete(pid)).catch(warn);
  }

  #ended(service: ServiceProcess): void {
    this.#reaper.delete(service.pid);
    const { exitCode, id, serviceId } = service;
    if (service.port !== undefined) this.#listeners.tell({ type: 'exited', id, serviceId, exitCode });
  }

  #forget(service: ServiceProcess): void {
    this.#services.delete(service.id);
    for (const [key, known] of this.#byKey) {
      if (known === service) this.#byKey.delete(key);
    }
  }
}

function keyOf(definition: ServiceDefinition, environment: Readonly<Record<string, string>>): string {
  const { environment: own, folder, id, process: block } = definition;
  return JSON.stringify([id, folder, block, own, environment]);
}

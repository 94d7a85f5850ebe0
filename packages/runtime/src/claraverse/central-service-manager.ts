import { EventEmitter } from 'node:events';
import { MediaConduitError, messageOf, toMediaConduitError, type ClockTimer } from '@mediaconduit/sdk';
import { onProcessEnd } from '../process-end';
import { holdOpen } from '../service/hold-open';
import type { SupervisorEvents } from '../supervisor/supervisor-events';
import type { ServiceForm } from './clara-service';
import { createManagerParts, type ManagerOptions } from './create-manager-parts';
import { DEFAULT_CONFIG, type ManagerConfig } from './manager-config';
import type { ManagerEvents } from './manager-events';
import type { ManagerParts } from './manager-parts';
import { ServiceRecord, type DeploymentChoices } from './service-record';
import { SERVICE_STATES, serviceState, type ServiceState } from './service-state';
import { servicesStatus, type ServiceStatus } from './service-status';
import { requireUrl } from './require-url';
import { toStackMember } from './to-stack-member';

type Told<K extends keyof SupervisorEvents> = SupervisorEvents[K][0];

/** Takes a message for a window, as `webContents.send` does. */
export type SendStatus = (
  channel: 'service-status-changed',
  payload: { readonly service: string; readonly status: ServiceState },
) => void;

/**
 * Starts, watches and stops the services of one program: ClaraVerse's manager over our supervisor. Listeners and
 * overridden methods that throw harm nobody: it is logged.
 */
export class CentralServiceManager extends EventEmitter<ManagerEvents> implements AsyncDisposable {
  readonly states = SERVICE_STATES;
  readonly config: ManagerConfig;
  readonly services = new Map<string, ServiceRecord>();
  /** The one place that says what each service does. */
  readonly serviceStates = new Map<string, ServiceState>();
  readonly #parts: ManagerParts;
  readonly #choices: DeploymentChoices | undefined;
  readonly #restarting = new Set<string>();
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #forgetProcessEnd: (() => void) | undefined;
  #open: ClockTimer | undefined;

  /** @param settings or, as the original, only the object that knows how each service is deployed. */
  constructor(settings: ManagerOptions | DeploymentChoices | null = {}) {
    super();
    const options = isChoices(settings) ? { configManager: settings } : (settings ?? {});
    this.config = { ...DEFAULT_CONFIG, ...options.config };
    this.#choices = options.configManager;
    this.#parts = createManagerParts(options);
    this.#listen();
  }

  /**
   * Takes a service under this name, or another definition of it: what runs is replaced with the next start.
   * @throws `MC_USAGE` for what is no definition.
   */
  registerService(name: string, definition: ServiceForm): ServiceRecord {
    if (typeof definition !== 'object' || definition === null || !name) throw noDefinitionError(name);
    const { platform } = this.#parts;
    const service = new ServiceRecord(name, definition, { platform, choices: this.#choices });
    service.state = this.serviceStates.get(name) ?? 'stopped';
    this.services.set(name, service);
    this.serviceStates.set(name, service.state);
    this.#tell('service-registered', { name, service });
    return service;
  }

  /**
   * Starts everything in the order of the dependencies, as parallel as that allows. Calls at once share one start.
   * @throws `MC_STACK_START_FAILED` when a critical service fails: what was begun is undone. `MC_STACK_INVALID` for a
   *   dependency that nobody registered, `MC_DEPENDENCY_CYCLE` with its path. `startup-failed` tells each of them too.
   */
  startAllServices(): Promise<void> {
    this.#starting ??= this.#startAll().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  /** Stops everything, dependants before what they need. @throws what a service could not be stopped by. */
  async stopAllServices(): Promise<void> {
    await this.#parts.supervisor.stop();
    this.#tell('all-services-stopped');
  }

  /** Starts a service with what it depends on. @throws why it could not be started; `MC_SERVICE_NOT_FOUND`. */
  async startService(name: string): Promise<void> {
    await this.#apply();
    const { failed } = await this.#parts.supervisor.start([name]);
    const failure = failed.find((one) => one.name === name);
    if (failure) throw failure.error;
  }

  /** Stops a service with all that depend on it. One that nobody registered or started is stopped already. */
  async stopService(name: string): Promise<void> {
    if (this.#isKnown(name)) await this.#parts.supervisor.stop([name]);
  }

  /** At once, and with all restarts to spend again. @throws why it could not be started; `MC_SERVICE_NOT_FOUND`. */
  async restartService(name: string): Promise<void> {
    this.#restarting.add(name);
    try {
      await this.#apply();
      await this.#parts.supervisor.restart(name);
    } finally {
      this.#restarting.delete(name);
    }
  }

  getServicesStatus(): Record<string, ServiceStatus> {
    return servicesStatus(this.services.values(), this.#parts.supervisor);
  }

  /**
   * Says where a service answers. One that is deployed manually is looked for there from now on.
   * @throws `MC_CONFIG_INVALID`, `MC_SERVICE_NOT_FOUND`
   */
  async setServiceUrl(name: string, url: string | null): Promise<void> {
    const service = this.services.get(name);
    if (!service) throw notRegisteredError(name);
    service.serviceUrl = url === null ? null : requireUrl(name, url);
    if (service.isManual && this.#isKnown(name)) await this.#apply();
  }

  /** Called for every failure of a critical service; override it. */
  handleCriticalServiceFailure(name: string, error: MediaConduitError): unknown {
    this.#parts.log.error({ service: name, code: error.code, error: error.message }, 'a critical service failed');
    return undefined;
  }

  /** Called for every failure of a service that the others can do without; override it. */
  handleNonCriticalServiceFailure(name: string, error: MediaConduitError): unknown {
    this.#parts.log.warn({ service: name, code: error.code, error: error.message }, 'a service failed');
    return undefined;
  }

  /** Pushes every change of a state, for example by `webContents.send`; the returned function ends that. */
  onStatus(send: SendStatus): () => void {
    const listener = ({ name, currentState }: ManagerEvents['service-state-changed'][0]): void => {
      this.#guarded(() => send('service-status-changed', { service: name, status: currentState }));
    };
    this.on('service-state-changed', listener);
    return () => void this.off('service-state-changed', listener);
  }

  /** Stops everything for good and releases what it took. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    try {
      await this.#parts.supervisor.close();
    } finally {
      await this.#parts.close();
      this.#forgetProcessEnd?.();
      this.#letEnd();
    }
  }

  async #startAll(): Promise<void> {
    try {
      await this.#apply();
      const report = await this.#parts.supervisor.start();
      this.#tell('all-services-started', report);
    } catch (thrown) {
      const error = toMediaConduitError(thrown);
      this.#tell('startup-failed', error);
      throw error;
    }
  }

  async #apply(): Promise<void> {
    const { supervisor } = this.#parts;
    this.#forgetProcessEnd ??= onProcessEnd({ close: () => this.close(), closeSync: () => this.#parts.closeSync() });
    const records = [...this.services.values()];
    const members = await Promise.all(records.map((record) => toStackMember(record, this.#parts, this.config)));
    await supervisor.apply(members, { start: false });
  }

  #isKnown(name: string): boolean {
    return this.#parts.supervisor.status().some((status) => status.name === name);
  }

  #listen(): void {
    const { events } = this.#parts.supervisor;
    events.on('service-state-changed', (told) => this.#onState(told));
    events.on('service-error', (told) => this.#onError(told));
    events.on('service-stopped', ({ name }) => {
      const service = this.services.get(name);
      if (service) this.#tell('service-stopped', { name, service });
    });
    events.on('service-unhealthy', ({ name, reason, misses }) => {
      const service = this.services.get(name);
      if (!service) return;
      this.#tell('service-unhealthy', { ...{ name, service, reason, misses }, deploymentMode: service.deploymentMode });
    });
  }

  /** A service counts as started when its state says that it runs. */
  #onState({ name, state }: Told<'service-state-changed'>): void {
    const service = this.services.get(name);
    if (!service) return;
    const isUp = this.#parts.supervisor.unit(name) !== undefined;
    const previousState = service.state;
    const currentState = serviceState(state, { isRestarting: this.#restarting.has(name), isUp });
    if (currentState === previousState) return;
    service.state = currentState;
    this.serviceStates.set(name, currentState);
    this.#stayOpen();
    this.#tell('service-state-changed', { name, previousState, currentState });
    if (currentState !== 'running') return;
    this.#tell('service-started', { name, service, deploymentMode: service.deploymentMode });
  }

  /** A program goes on while something of it runs or is started again. */
  #stayOpen(): void {
    const atWork = [...this.serviceStates.values()].some((state) => state !== 'stopped' && state !== 'error');
    if (atWork) this.#open ??= holdOpen(this.#parts.clock);
    else this.#letEnd();
  }

  #letEnd(): void {
    this.#open?.[Symbol.dispose]();
    this.#open = undefined;
  }

  #onError({ name, error }: Told<'service-error'>): void {
    const service = this.services.get(name);
    if (!service) return;
    this.#tell('service-error', { name, error, service });
    this.#guarded(() =>
      service.critical
        ? this.handleCriticalServiceFailure(name, error)
        : this.handleNonCriticalServiceFailure(name, error),
    );
  }

  #tell<K extends keyof ManagerEvents>(event: K, ...payload: ManagerEvents[K]): void {
    this.#guarded(() => void (this as EventEmitter).emit(event, ...payload));
  }

  /** Code of the application may fail, at once or later: what it was told of goes on. */
  #guarded(call: () => unknown): void {
    const failed = (thrown: unknown): void =>
      this.#parts.log.error({ error: messageOf(thrown) }, 'a listener of the service manager failed');
    try {
      Promise.resolve(call()).catch(failed);
    } catch (thrown) {
      failed(thrown);
    }
  }
}

function isChoices(value: object | null): value is DeploymentChoices {
  return value !== null && 'getServiceMode' in value;
}

function noDefinitionError(name: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `registerService needs a name and a definition; "${name}" has none.`, {
    hint: "registerService('name', { start, stop, healthCheck })",
    facts: { name },
  });
}

function notRegisteredError(name: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_NOT_FOUND', `No service "${name}" is registered.`, {
    hint: 'registerService takes it',
    facts: { name },
  });
}

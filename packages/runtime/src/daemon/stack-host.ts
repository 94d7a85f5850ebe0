import { anySignal, MediaConduitError, toMediaConduitError } from '@mediaconduit/sdk';
import type { ConfigPatch } from '../config/apply-patch';
import { ConfigManager, type ConfigEvents, type ConfigUpdate, type FileVerdict } from '../config/config-manager';
import { ConfigWatcher } from '../config/config-watcher';
import type { StackDifference } from '../config/diff-stacks';
import { ownDefinition, removedIds } from '../config/own-definition';
import type { ResolvedService, ResolvedStack, StackInputs } from '../config/resolved-stack';
import { readStackText } from '../stack-file/read-stack-text';
import { removeStackVolumes } from '../state/stack-volumes';
import type { SupervisorEvents } from '../supervisor/supervisor-events';
import type { ServiceUnit } from '../supervisor/service-unit';
import type { UnitStateName } from '../supervisor/unit-state';
import { followLogs } from './follow-logs';
import { leaseLines, type LeasedStack } from './lease-lines';
import { LineQueue } from './line-queue';
import type {
  LeaseLine,
  LogLine,
  ServiceStatus,
  StackConfig,
  StackLine,
  StackStatus,
  UpRequest,
  UpResult,
} from './protocol';
import { ServiceTurns } from './service-turns';
import { refuseUnknownServices, requireServices } from './require-services';
import { serviceStatusOf } from './service-status';
import type { StackHostParts } from './stack-host-parts';
import type { LogOptions } from './supervisor-client';
import { toWireError } from './wire-error';

type ProgressListener = (...[event]: SupervisorEvents['service-progress']) => void;

/** One stack that a supervisor keeps running. */
export class StackHost {
  readonly id: string;
  readonly file: string;
  /** What programs ask of the calls that the stack file allows at once. */
  readonly turns = new ServiceTurns((service) => this.#find(service)?.name);
  readonly #parts: StackHostParts;
  readonly #config: ConfigManager;
  readonly #watcher: ConfigWatcher;
  readonly #ended = new AbortController();
  #tellUnused = (): void => undefined;
  #requests = 0;
  #rejected: unknown;

  constructor(parts: StackHostParts) {
    const { clock, file, id, log, store } = parts;
    this.id = id;
    this.file = file;
    this.#parts = parts;
    this.#config = new ConfigManager({
      ...{ file, store },
      resolve: (text, inputs) => this.#resolve(text, inputs),
      apply: (stack) => this.#apply(stack),
    });
    const take = (text: string, final: boolean): Promise<FileVerdict> => this.#config.takeFile(text, final);
    this.#watcher = new ConfigWatcher({ file, clock, log, take });
    this.#config.events.on('applied', ({ stack }) => {
      this.#rejected = undefined;
      this.turns.configure(stack.services);
      parts.useVariables(stack.inputs.variables); // also when nothing else is new
    });
    this.#config.events.on('rejected', ({ error }) => (this.#rejected = error));
  }

  /** True when no request was good enough to be what the stack is, and none that may be is under way. */
  get isUnused(): boolean {
    return !this.#stack && this.#requests === 0;
  }

  /** Tells its owner when it becomes unused, whether anybody still waits for an answer or not. */
  onUnused(listener: () => void): void {
    this.#tellUnused = listener;
  }

  get #stack(): ResolvedStack | undefined {
    return this.#config.applied?.stack;
  }

  /** Makes the stack what the request says; see `SupervisorClient.up`. A client that leaves ends nothing. */
  async *up(request: UpRequest): AsyncGenerator<StackLine | UpResult, void, void> {
    const lines = new LineQueue<StackLine | UpResult>();
    const forget = this.#listen((line) => lines.push(line));
    const work = this.#up(request).then(
      (stack) => {
        lines.push({ type: 'result', stack });
        lines.end();
      },
      (thrown: unknown) => lines.fail(toMediaConduitError(thrown)),
    );
    try {
      yield* lines;
      await work;
    } finally {
      forget();
    }
  }

  /** Reads the stack file anew and applies what changed; what fails changes nothing. */
  async reload(): Promise<void> {
    await this.#config.update(await readStackText(this.file), { source: 'file', isFile: true });
  }

  /** The text in force, with what makes sure that nobody else changed it meanwhile. */
  async config(): Promise<StackConfig> {
    const { appliedAt = '', etag = '', seq = 0, source = '', text = '' } = this.#config.applied ?? {};
    return { appliedAt, etag, seq, source, text };
  }

  /** @throws `MC_CONFIG_CONFLICT`, and what is wrong with the change; nothing has changed then. */
  async changeConfig(change: string | ConfigPatch, ifMatch?: string): Promise<StackConfig> {
    await this.#config.update(change, { ifMatch });
    return this.config();
  }

  async rollBackConfig(seq?: number): Promise<StackConfig> {
    await this.#config.rollback(seq);
    return this.config();
  }

  /** With what depends on it; it stays stopped until somebody starts it. */
  async stop(service: string): Promise<void> {
    await this.#parts.supervisor.stop([service]);
  }

  async restart(service: string): Promise<void> {
    await this.#parts.supervisor.restart(service);
  }

  async status(): Promise<StackStatus> {
    const { id, file } = this;
    return {
      ...{ id, file, name: this.#stack?.name ?? '', configuration: this.#config.applied?.seq ?? 0 },
      rejected: this.#rejected === undefined ? undefined : toWireError(this.#rejected),
      features: this.#stack?.inputs.features ?? {},
      services: this.#services(),
    };
  }

  /** What happens from now on, until the signal or the end of the stack. */
  async *lines(until: AbortSignal): AsyncGenerator<StackLine, void, void> {
    const signal = this.#untilEnded(until);
    const lines = new LineQueue<StackLine>();
    const forget = this.#listen((line) => lines.push(line));
    const end = (): void => lines.end();
    signal.addEventListener('abort', end, { once: true });
    try {
      if (!signal.aborted) yield* lines;
    } finally {
      signal.removeEventListener('abort', end);
      forget();
    }
  }

  /** See {@link followLogs}; ends with the stack. */
  logs(options: LogOptions): AsyncGenerator<LogLine, void, void> {
    const { clock, supervisor } = this.#parts;
    return followLogs(supervisor, { ...options, signal: this.#untilEnded(options.signal) }, clock);
  }

  /** Keeps the service running that has this id or name; see {@link leaseLines}. @throws `MC_SERVICE_NOT_FOUND` */
  lease(service: string, signal: AbortSignal): AsyncGenerator<LeaseLine, void, void> {
    const stack: LeasedStack = {
      supervisor: this.#parts.supervisor,
      find: (wanted) => this.#find(wanted),
      statusOf: (name) => this.#statusOf(name),
      lines: (until) => this.lines(until),
    };
    return leaseLines(stack, service, signal);
  }

  /** Stops every service for good, and removes those of its volumes that are named; answers which of them are gone. */
  async close(volumes: readonly string[] = []): Promise<string[]> {
    this.turns.close();
    try {
      await this.#watcher.close();
      await this.#parts.supervisor.close();
      return await this.#removeVolumes(volumes);
    } finally {
      await this.#parts.close().finally(() => this.#leave());
    }
  }

  #leave(): void {
    this.#parts.scopes.keep(this.file);
    this.#ended.abort();
  }

  #untilEnded(signal: AbortSignal | undefined): AbortSignal {
    return signal ? anySignal([signal, this.#ended.signal]) : this.#ended.signal;
  }

  /** Asks no engine when none is named. */
  async #removeVolumes(names: readonly string[]): Promise<string[]> {
    const volumes = names.length > 0 ? await this.#parts.volumes() : undefined;
    return volumes && this.#stack ? removeStackVolumes(volumes, this.#stack, names) : [];
  }

  async #up(request: UpRequest): Promise<StackStatus> {
    const { services, wait } = request;
    this.#requests += 1;
    try {
      await refuseUnknownServices(request, this.#parts);
      await this.#read(request);
    } finally {
      this.#requests -= 1;
      if (this.isUnused) this.#tellUnused();
    }
    if (request.text === undefined) this.#watcher.start();
    if (this.#stack) requireServices(this.#stack, services);
    const started = this.#parts.supervisor.start(services.length > 0 ? services : undefined);
    if (wait) await started;
    else started.catch(() => undefined); // told by status and events
    return this.status();
  }

  /** A file that cannot be used does not keep a stack down that ran before: what was last in force does, and it is told. */
  async #read({ environment, features, text }: UpRequest): Promise<void> {
    const inputs: StackInputs = { features, variables: environment };
    if (text !== undefined) await this.#config.update(text, { source: 'up', inputs });
    else if (!this.#stack) await this.#config.open(inputs);
    else await this.#config.update(await readStackText(this.file), { source: 'up', isFile: true, inputs });
  }

  #resolve(text: string, inputs: StackInputs | undefined): Promise<ResolvedStack> {
    if (!inputs) throw new MediaConduitError('MC_RUNTIME_CLOSED', 'Nobody has asked for the stack yet.');
    return this.#parts.resolve(text, inputs);
  }

  /** @throws the first failure of a service that was changed or, once the stack was started, added. */
  async #apply(stack: ResolvedStack): Promise<void> {
    const { groups, scopes, supervisor, useVariables } = this.#parts;
    const scope = stack.services.length > 0 ? stack.scope : undefined;
    if (scope !== undefined) scopes.take(scope, this.file);
    const members = stack.services.map((service) => this.#memberOf(stack, service));
    Object.assign(groups, stack.groups);
    useVariables(stack.inputs.variables);
    const before = this.#stack;
    const { failed } = await supervisor.apply(members, { start: this.#stack !== undefined });
    await Promise.all(removedIds(before, stack).map((id) => this.#parts.forgetAddress(id)));
    if (failed[0]) throw failed[0].error;
    scopes.keep(this.file, scope);
  }

  #memberOf(stack: ResolvedStack, service: ResolvedService) {
    const { definition: _definition, breaker: _breaker, bulkhead: _bulkhead, ...named } = service;
    const { origins: _origins, serviceId: _serviceId, ...member } = named;
    const own = ownDefinition(stack, service);
    return { ...member, createUnit: () => this.#parts.createUnit(own, member.name) };
  }

  #services(): ServiceStatus[] {
    const { clock, supervisor } = this.#parts;
    const ids = new Map(this.#stack?.services.map(({ name, serviceId }) => [name, serviceId]));
    return supervisor.status().map((status) => {
      const { running } = (supervisor.unit(status.name) as ServiceUnit | undefined) ?? { running: undefined };
      return serviceStatusOf(status, { serviceId: ids.get(status.name) ?? '', running, now: clock.now() });
    });
  }

  #find(wanted: string): ResolvedService | undefined {
    return this.#stack?.services.find(({ name, serviceId }) => serviceId === wanted || name === wanted);
  }

  #statusOf(name: string): ServiceStatus | undefined {
    return this.#services().find((one) => one.name === name);
  }

  #listen(tell: (line: StackLine) => void): () => void {
    const { events } = this.#parts.supervisor;
    const states = new Map<string, UnitStateName>(this.#services().map(({ name, state }) => [name, state]));
    const onState = ({ name }: { readonly name: string }): void => {
      const status = this.#statusOf(name);
      if (!status) return; // it is gone
      tell({ type: 'state', service: name, previous: states.get(name) ?? 'absent', status });
      states.set(name, status.state);
    };
    const onProgress: ProgressListener = ({ name, message }) => tell({ type: 'progress', service: name, message });
    const onApplied = ({ difference, seq }: ConfigUpdate): void =>
      tell({ type: 'configuration', number: seq, changed: changedNames(difference) });
    const onRejected = ({ error }: ConfigEvents['rejected'][0]): void =>
      tell({ type: 'rejected', error: toWireError(error) });
    const config = this.#config.events.on('applied', onApplied).on('rejected', onRejected);
    // a rolling restart swaps a ready service for another one, which is no change of its state
    events.on('service-state-changed', onState).on('service-started', onState).on('service-progress', onProgress);
    return () => {
      config.off('applied', onApplied).off('rejected', onRejected);
      events.off('service-state-changed', onState).off('service-started', onState).off('service-progress', onProgress);
    };
  }
}

function changedNames({ added, changed, removed }: StackDifference): string[] {
  return [...added, ...changed.map(({ name }) => name), ...removed];
}

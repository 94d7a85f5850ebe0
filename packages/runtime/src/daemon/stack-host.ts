import { toMediaConduitError, type Clock, type ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService, ResolvedStack } from '../config/resolved-stack';
import type { Supervisor } from '../supervisor/supervisor';
import type { SupervisorEvents } from '../supervisor/supervisor-events';
import type { GroupSettings } from '../supervisor/supervisor-options';
import type { ServiceUnit } from '../supervisor/service-unit';
import type { UnitStateName } from '../supervisor/unit-state';
import { followLogs } from './follow-logs';
import { LineQueue } from './line-queue';
import type { LeaseLine, LogLine, ServiceStatus, StackLine, StackStatus, UpRequest, UpResult } from './protocol';
import { serviceStatusOf } from './service-status';
import type { LogOptions } from './supervisor-client';

/** What one stack is made of, beside what the request says. */
export interface StackHostParts {
  readonly id: string;
  readonly file: string;
  readonly supervisor: Supervisor;
  /** Where the supervisor looks the sizes of groups up; the stack fills them in. */
  readonly groups: Record<string, GroupSettings>;
  readonly clock: Clock;
  /** Reads the stack file as it is now. @throws `MC_STACK_INVALID` */
  readonly load: (request: UpRequest) => Promise<ResolvedStack>;
  readonly createUnit: (definition: ServiceDefinition) => ServiceUnit;
  /** Ends what the units share: engines and their connections. */
  readonly close: () => Promise<void>;
}

type StateListener = (...[event]: SupervisorEvents['service-state-changed']) => void;
type ProgressListener = (...[event]: SupervisorEvents['service-progress']) => void;

/** One stack that a supervisor keeps running. */
export class StackHost {
  readonly id: string;
  readonly file: string;
  readonly #parts: StackHostParts;
  #request: UpRequest | undefined;
  #stack: ResolvedStack | undefined;
  #configuration = 0;

  constructor(parts: StackHostParts) {
    this.id = parts.id;
    this.file = parts.file;
    this.#parts = parts;
  }

  /** True once a request was good enough to be what the stack is. */
  get isTaken(): boolean {
    return this.#stack !== undefined;
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

  /** Reads the stack file anew and applies what changed. */
  async reload(): Promise<void> {
    if (this.#request) await this.#take(this.#request);
  }

  async restart(service: string): Promise<void> {
    await this.#parts.supervisor.restart(service);
  }

  async status(): Promise<StackStatus> {
    const { id, file } = this;
    return {
      ...{ id, file, name: this.#stack?.name ?? '', configuration: this.#configuration },
      features: this.#request?.features ?? {},
      services: this.#services(),
    };
  }

  /** What happens from now on, until the signal. */
  async *lines(signal: AbortSignal): AsyncGenerator<StackLine, void, void> {
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

  logs(options: LogOptions): AsyncGenerator<LogLine, void, void> {
    const { supervisor } = this.#parts;
    const known = supervisor.status().map(({ name }) => name);
    const services = options.services.length > 0 ? options.services : known;
    return followLogs(supervisor, { ...options, services }, this.#parts.clock);
  }

  /**
   * Keeps the service running that has this id or name, and tells where; ends when it does not answer there any more.
   * @throws `MC_SERVICE_NOT_FOUND`
   */
  async *lease(service: string, signal: AbortSignal): AsyncGenerator<LeaseLine, void, void> {
    const { supervisor } = this.#parts;
    const name =
      this.#stack?.services.find((one) => one.serviceId === service || one.name === service)?.name ?? service;
    using lease = await supervisor.acquire(name, signal);
    const { running } = lease.unit as ServiceUnit;
    const generation = this.#statusOf(name)?.generation ?? 0;
    if (!running) return;
    yield { type: 'address', baseUrl: running.baseUrl, engine: running.engine, generation };
    await this.#untilGone(name, generation, signal);
  }

  /** Stops every service for good. */
  async close(): Promise<void> {
    try {
      await this.#parts.supervisor.close();
    } finally {
      await this.#parts.close();
    }
  }

  async #up(request: UpRequest): Promise<StackStatus> {
    await this.#take(request);
    const { services, wait } = request;
    const started = this.#parts.supervisor.start(services.length > 0 ? services : undefined);
    if (wait) await started;
    else started.catch(() => undefined); // told by status and events
    return this.status();
  }

  async #take(request: UpRequest): Promise<void> {
    const stack = await this.#parts.load(request);
    const members = stack.services.map((service) => this.#memberOf(stack, service));
    Object.assign(this.#parts.groups, stack.groups);
    await this.#parts.supervisor.apply(members, { start: false });
    [this.#stack, this.#request] = [stack, request];
    this.#configuration++;
  }

  #memberOf(
    { name }: ResolvedStack,
    { definition, breaker: _breaker, origins: _origins, serviceId: _serviceId, ...member }: ResolvedService,
  ) {
    // as compose names containers: two stacks have a redis each, with volumes of its own
    const own = { ...definition, id: `${name}-${definition.id}` };
    return { ...member, createUnit: () => this.#parts.createUnit(own) };
  }

  #services(): ServiceStatus[] {
    const { clock, supervisor } = this.#parts;
    const ids = new Map(this.#stack?.services.map(({ name, serviceId }) => [name, serviceId]));
    return supervisor.status().map((status) => {
      const { running } = (supervisor.unit(status.name) as ServiceUnit | undefined) ?? { running: undefined };
      return serviceStatusOf(status, { serviceId: ids.get(status.name) ?? '', running, now: clock.now() });
    });
  }

  #statusOf(name: string): ServiceStatus | undefined {
    return this.#services().find((one) => one.name === name);
  }

  #listen(tell: (line: StackLine) => void): () => void {
    const { events } = this.#parts.supervisor;
    const states = new Map<string, UnitStateName>(this.#services().map(({ name, state }) => [name, state]));
    const onState: StateListener = ({ name }) => {
      const status = this.#statusOf(name);
      if (!status) return; // it is gone
      tell({ type: 'state', service: name, previous: states.get(name) ?? 'absent', status });
      states.set(name, status.state);
    };
    const onProgress: ProgressListener = ({ name, message }) => tell({ type: 'progress', service: name, message });
    events.on('service-state-changed', onState).on('service-progress', onProgress);
    return () => void events.off('service-state-changed', onState).off('service-progress', onProgress);
  }

  async #untilGone(name: string, generation: number, signal: AbortSignal): Promise<void> {
    for await (const line of this.lines(signal)) {
      if (line.type === 'state' && line.service === name && line.status.generation !== generation) return;
      if (line.type === 'state' && line.service === name && line.status.baseUrl === undefined) return;
    }
  }
}

import {
  MediaConduitError,
  type EngineName,
  type LegacyServiceInfo,
  type ServiceDefinition,
  type ServiceInspection,
  type ServiceOverrides,
} from '@mediaconduit/sdk';
import { defaultRuntime } from '../default-runtime';
import { closedError } from './call-error';
import { chooseEngine } from './choose-engine';
import { ConfigurableDockerService } from './configurable-docker-service';
import type { ControllerParts } from './controller-parts';
import { ServiceController } from './service-controller';
import type { ServiceContainer, serviceContainers } from './service-containers';
import type { DependencyHost, startDependencies } from './service-dependencies';
import { ServiceFront } from './service-front';
import type { ServiceResolver } from './service-resolver';

/* eslint-disable @typescript-eslint/no-require-imports -- few services depend on others, and few callers ask for containers */
const loadDependencies = () => require('./service-dependencies') as { startDependencies: typeof startDependencies };
const loadContainers = () => require('./service-containers') as { serviceContainers: typeof serviceContainers };
/* eslint-enable @typescript-eslint/no-require-imports */

/** What a service registry is made from. */
export interface ServiceRegistryOptions {
  readonly parts: ControllerParts;
  readonly resolver: ServiceResolver;
  /** Where identifiers of callers are looked up from. */
  readonly projectFolder: string;
  /** The services of everything that is installed. */
  readonly installed: () => readonly ServiceDefinition[];
}

/** All services of one runtime: one controller each, however many handles. */
export class ServiceRegistry {
  readonly #controllers = new Map<string, ServiceController>();
  readonly #fronted = new Map<ServiceController, Promise<ConfigurableDockerService>>();
  readonly #fronts = new Map<ServiceController, ServiceFront>();
  /** How often each was opened and not released. */
  readonly #users = new Map<ServiceController, number>();
  #closed = false;

  readonly #parts: ControllerParts;

  constructor(private readonly options: ServiceRegistryOptions) {
    const host: DependencyHost = {
      resolve: (identifier, from) => options.resolver.resolve(identifier, from),
      open: (definition) => this.withFront(definition),
      release: (definition) => this.release(definition),
    };
    this.#parts = {
      ...options.parts,
      dependenciesOf: (definition, signal) => loadDependencies().startDependencies(definition, host, signal),
    };
  }

  /** The services of the runtime of this process. */
  static getInstance(): ServiceRegistry {
    return defaultRuntime().services;
  }

  /**
   * A handle whose address is known at once and never changes: a loopback port of ours that starts the service when
   * somebody connects. `overrides` are merged over the definition.
   * @throws see `ServiceResolver.resolve`.
   */
  async getService(identifier: string, overrides?: ServiceOverrides): Promise<ConfigurableDockerService> {
    const { resolver, projectFolder } = this.options;
    return this.withFront(await resolver.resolve(identifier, projectFolder, overrides));
  }

  /** Starts the service when needed and tells its facts. */
  async getServiceInfo(identifier: string): Promise<LegacyServiceInfo> {
    const service = await this.getService(identifier);
    const lease = await service.lease();
    lease.release();
    return service.getServiceInfo();
  }

  /** What a service is, from any spelling of it and the folder to look from. @throws see `ServiceResolver.resolve`. */
  define(identifier: string, from: string): Promise<ServiceDefinition> {
    return this.options.resolver.resolve(identifier, from);
  }

  /** What a service would be on Docker. @throws see `serviceContainers`. */
  containersOf(definition: ServiceDefinition): Promise<ServiceContainer[]> {
    return loadContainers().serviceContainers(definition);
  }

  /**
   * A controller for a supervisor, which alone decides about it and closes it: nobody else shares it.
   * @param onCaller somebody calls at its address while it does not run; see `EnsureOptions.onCaller`.
   */
  control(definition: ServiceDefinition, onCaller?: () => Promise<unknown> | undefined): ServiceController {
    if (this.#closed) throw closedError(definition.id);
    return new ServiceController(definition, { ...this.options.parts, watch: undefined, keepAddress: true, onCaller });
  }

  /** What here would run the service; starts nothing. @throws `MC_ENGINE_UNAVAILABLE`. */
  async checkEngine(definition: ServiceDefinition): Promise<EngineName> {
    const { choice, engines } = this.options.parts;
    return (await chooseEngine(definition, engines, choice)).name;
  }

  /** A handle without a port of its own; its address is the service's. */
  open(definition: ServiceDefinition): ConfigurableDockerService {
    return new ConfigurableDockerService(this.#use(definition));
  }

  /** The one handle with a stable port for this definition. */
  async withFront(definition: ServiceDefinition): Promise<ConfigurableDockerService> {
    const controller = this.#use(definition);
    const known = this.#fronted.get(controller) ?? this.#openFront(controller);
    this.#fronted.set(controller, known);
    return known;
  }

  async #openFront(controller: ServiceController): Promise<ConfigurableDockerService> {
    const front = await ServiceFront.open(controller);
    this.#fronts.set(controller, front);
    return new ConfigurableDockerService(controller, front);
  }

  /**
   * Takes one {@link open} or {@link withFront} back. After the last one the service is stopped and its port closed,
   * when all leases have ended; one that is opened again meanwhile goes on.
   */
  async release(definition: ServiceDefinition): Promise<void> {
    const key = JSON.stringify(definition);
    const controller = this.#controllers.get(key);
    if (!controller || this.#closed) return;
    this.#users.set(controller, this.#usersOf(controller) - 1);
    if (this.#usersOf(controller) > 0) return;
    await controller.use.free();
    if (this.#usersOf(controller) > 0 || this.#controllers.get(key) !== controller) return;
    this.#controllers.delete(key);
    await this.#forget(controller);
  }

  async #forget(controller: ServiceController): Promise<void> {
    this.#users.delete(controller);
    await this.#fronted.get(controller)?.catch(() => undefined); // one may be opening
    this.#fronted.delete(controller);
    await this.#fronts.get(controller)?.[Symbol.asyncDispose]();
    this.#fronts.delete(controller);
    await controller.close();
  }

  /** Before what they depend on. */
  async #closeDependants(): Promise<void> {
    const ids = (one: ServiceController): string[] => one.dependencies.definitions.map(({ id }) => id);
    let left = [...this.#controllers.values()].filter((one) => one.dependencies.definitions.length > 0);
    while (left.length > 0) {
      const needed = new Set(left.flatMap(ids));
      const first = left.filter(({ definition }) => !needed.has(definition.id));
      await Promise.all(first.map((one) => one.close()));
      left = first.length > 0 ? left.filter((one) => !first.includes(one)) : [];
    }
  }

  #usersOf(controller: ServiceController): number {
    return this.#users.get(controller) ?? 0;
  }

  #use(definition: ServiceDefinition): ServiceController {
    const controller = this.#controllerOf(definition);
    this.#users.set(controller, this.#usersOf(controller) + 1);
    return controller;
  }

  #controllerOf(definition: ServiceDefinition): ServiceController {
    if (this.#closed) throw closedError(definition.id);
    const key = JSON.stringify(definition);
    const known = this.#controllers.get(key) ?? new ServiceController(definition, this.#parts);
    this.#controllers.set(key, known);
    return known;
  }

  /** The definitions of all installed services. */
  async definitions(): Promise<readonly ServiceDefinition[]> {
    return this.options.installed();
  }

  /** What runs now for this home, in every engine that answers, whoever started it. */
  async inspect(): Promise<ServiceInspection[]> {
    const found: ServiceInspection[] = [];
    for (const engine of await this.options.parts.engines.all()) {
      if ((await engine.availability()).available) found.push(...(await engine.list()));
    }
    return found;
  }

  /** Ends every running instance of a service, whoever uses it; answers how many there were. */
  async stop(serviceId: string): Promise<number> {
    const running = (await this.inspect()).filter((found) => found.serviceId === serviceId);
    for (const controller of this.#controllers.values()) {
      if (controller.definition.id === serviceId) await controller.stop();
    }
    for (const { engine, id } of running) await (await this.options.parts.engines.get(engine))?.stop(id);
    return running.length;
  }

  /**
   * The last lines of output of a running or just ended service, oldest first.
   * @throws `MC_SERVICE_NOT_FOUND` when no engine knows it.
   */
  async logs(serviceId: string, lines = 50): Promise<string[]> {
    const found = (await this.inspect()).find((one) => one.serviceId === serviceId);
    if (!found) {
      throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The service "${serviceId}" does not run.`, {
        hint: 'mediaconduit services list',
        facts: { service: serviceId },
      });
    }
    return (await (await this.options.parts.engines.get(found.engine))?.logs(found.id, lines)) ?? [];
  }

  /** Stops what this runtime started and closes every port; later calls fail with `MC_RUNTIME_CLOSED`. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#fronted.values()); // one may be opening
    await this.#closeDependants();
    await Promise.all([...this.#fronts.values()].map((front) => front[Symbol.asyncDispose]()));
    await Promise.all([...this.#controllers.values()].map((controller) => controller.close()));
    this.#fronts.clear();
    this.#fronted.clear();
  }
}

import {
  MediaConduitError,
  type AddressChange,
  type CallDefaults,
  type LegacyComposeService,
  type LegacyContainerStats,
  type LegacyServiceInfo,
  type LegacyServiceStatus,
  type ServiceCallOptions,
  type ServiceHandle,
  type ServiceLease,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import { noAddressError } from './call-error';
import { legacyComposeService, postAsAxios } from './legacy-handle';
import { ServiceCalls } from './service-calls';
import type { ServiceController } from './service-controller';
import type { ServiceFront } from './service-front';
import { legacyStateName } from './service-state';

/**
 * The handle on a service: what providers and applications hold. The name is the one that callers of the original
 * core print; it stands for every engine. With a front, the address is known and stays the same before the first start.
 */
export class ConfigurableDockerService implements ServiceHandle {
  readonly #calls: ServiceCalls;

  constructor(
    private readonly controller: ServiceController,
    private readonly front?: ServiceFront,
    defaults?: CallDefaults,
  ) {
    this.#calls = new ServiceCalls(controller, defaults);
  }

  get serviceId(): string {
    return this.controller.definition.id;
  }

  get generation(): number {
    return this.controller.generation;
  }

  get baseUrl(): string {
    const url = this.front?.baseUrl ?? this.controller.running?.baseUrl;
    if (url !== undefined) return url;
    throw noAddressError(this.serviceId);
  }

  request(request: ServiceRequest): Promise<ServiceReply> {
    return this.#calls.request(request);
  }

  stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    return this.#calls.stream(request);
  }

  withCallDefaults(defaults: CallDefaults): ConfigurableDockerService {
    return new ConfigurableDockerService(this.controller, this.front, { ...this.#calls.defaults, ...defaults });
  }

  lease(options: ServiceCallOptions = {}): Promise<ServiceLease> {
    return this.controller.lease(options.signal);
  }

  onAddress(listener: (change: AddressChange) => void): () => void {
    return this.controller.onAddress(listener);
  }

  async initializePorts(): Promise<void> {
    // ports are known from the start: the front is open, or the service is asked by request()
  }

  async startService(environment?: Record<string, string>): Promise<boolean> {
    if (environment) this.controller.setEnvironment(environment);
    return succeeded(this.controller.acquire());
  }

  async stopService(): Promise<boolean> {
    return succeeded(this.controller.stop());
  }

  async restartService(): Promise<boolean> {
    return (await this.stopService()) && (await this.startService());
  }

  cleanup(): Promise<boolean> {
    return this.stopService();
  }

  async getServiceStatus(): Promise<LegacyServiceStatus> {
    const { controller } = this;
    // a start under way decides the answer: callers ask once, right after they caused it
    if (controller.isStarting) await succeeded(controller.acquire());
    const { state, running, uptimeMs } = controller;
    const healthy = state.name === 'ready';
    return {
      running: healthy,
      healthy,
      health: healthy ? 'healthy' : state.name === 'failed' ? 'unhealthy' : 'none',
      state: legacyStateName(state),
      containerId: running?.id,
      uptime: uptimeMs / 1000,
      lastCheck: new Date().toISOString(),
      error: state.name === 'failed' ? state.error.message : undefined,
    };
  }

  async isServiceHealthy(): Promise<boolean> {
    return (await this.getServiceStatus()).healthy;
  }

  async isServiceRunning(): Promise<boolean> {
    return (await this.getServiceStatus()).running;
  }

  waitForHealthy(timeoutMs = 120_000): Promise<boolean> {
    return succeeded(this.controller.acquire(AbortSignal.timeout(timeoutMs)));
  }

  getDockerComposeService(): LegacyComposeService {
    return legacyComposeService(this);
  }

  getServiceInfo(): LegacyServiceInfo {
    const { definition, running } = this.controller;
    const port = this.front?.port ?? running?.address.port;
    const url = this.front?.baseUrl ?? running?.baseUrl;
    return {
      containerName: running?.id ?? definition.id,
      dockerImage: definition.docker?.image ?? `${definition.id}:${definition.version}`,
      ports: port === undefined ? [] : [port],
      composeService: definition.docker?.serviceName ?? definition.id,
      composeFile: definition.docker?.composeFile ?? '',
      healthCheckUrl: url === undefined ? '' : url + definition.readiness.path,
      network: 'bridge',
      serviceDirectory: definition.folder,
    };
  }

  async detectRunningPorts(): Promise<number[]> {
    const { running } = this.controller;
    return running ? [running.address.port] : [];
  }

  async getLogs(lines = 50): Promise<string> {
    return (await this.controller.logs(lines)).join('\n');
  }

  async getContainerStats(): Promise<LegacyContainerStats> {
    const { controller } = this;
    if (controller.isStarting) await controller.acquire();
    const stats = await controller.stats();
    if (!stats) throw this.#notMeasured();
    const { cpuPercent, memoryBytes, network } = stats;
    const networkIO = { rx: network?.rxBytes ?? 0, tx: network?.txBytes ?? 0 };
    return { cpuUsage: cpuPercent, memoryUsage: memoryBytes, networkIO };
  }

  post<T = unknown>(
    path: string,
    body?: unknown,
  ): Promise<{ data: T; status: number; headers: Record<string, string> }> {
    return postAsAxios<T>(this, path, body ?? {});
  }

  #notMeasured(): MediaConduitError {
    const { running } = this.controller;
    const facts = { service: this.serviceId, engine: running?.engine };
    if (!running) {
      const message = `The service "${this.serviceId}" does not run, so it uses nothing that could be measured.`;
      return new MediaConduitError('MC_SERVICE_NOT_STARTED', message, { hint: 'start it first', facts });
    }
    const message = `The ${running.engine} engine cannot measure what "${this.serviceId}" uses.`;
    return new MediaConduitError('MC_ENGINE_UNAVAILABLE', message, {
      hint: 'services that run with Docker can be measured',
      facts,
    });
  }
}

/** The original interfaces answer true or false; the typed error was emitted as an event. */
function succeeded(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

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
import type { ServiceCalls } from '../../../service/service-calls';
import type { ServiceLink } from './service-link';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- with the first call to a service */
const loadCalls = () => require('../../../service/service-calls') as typeof import('../../../service/service-calls');

/** The handle on a service in the process of a provider: requests go to the service itself, all else is asked of the runtime. */
export class ChildService implements ServiceHandle {
  #calls: ServiceCalls | undefined;

  constructor(
    private readonly link: ServiceLink,
    private readonly defaults?: CallDefaults,
  ) {}

  get serviceId(): string {
    return this.link.snapshot.serviceId;
  }

  get generation(): number {
    return this.link.snapshot.generation;
  }

  get baseUrl(): string {
    const { baseUrl } = this.link.snapshot;
    if (baseUrl !== undefined) return baseUrl;
    throw new MediaConduitError(
      'MC_SERVICE_NOT_STARTED',
      `The service "${this.serviceId}" has no address before it is started.`,
      { hint: 'use request() or lease(), which start it', facts: { service: this.serviceId } },
    );
  }

  async request(request: ServiceRequest): Promise<ServiceReply> {
    const release = this.link.hold();
    try {
      return await this.#loaded().request(request);
    } finally {
      release();
    }
  }

  async stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    const release = this.link.hold();
    try {
      const reply = await this.#loaded().stream(request);
      reply.body.once('close', release);
      return reply;
    } catch (error) {
      release();
      throw error;
    }
  }

  withCallDefaults(defaults: CallDefaults): ChildService {
    return new ChildService(this.link, { ...this.defaults, ...defaults });
  }

  lease(options: ServiceCallOptions = {}): Promise<ServiceLease> {
    return this.link.lease(options.signal);
  }

  onAddress(listener: (change: AddressChange) => void): () => void {
    return this.link.onAddress(listener);
  }

  async initializePorts(): Promise<void> {
    // known from the start, or asked for with the first request
  }

  startService(): Promise<boolean> {
    return this.#ask('startService');
  }

  stopService(): Promise<boolean> {
    return this.#ask('stopService');
  }

  restartService(): Promise<boolean> {
    return this.#ask('restartService');
  }

  cleanup(): Promise<boolean> {
    return this.#ask('cleanup');
  }

  getServiceStatus(): Promise<LegacyServiceStatus> {
    return this.#ask('getServiceStatus');
  }

  isServiceHealthy(): Promise<boolean> {
    return this.#ask('isServiceHealthy');
  }

  isServiceRunning(): Promise<boolean> {
    return this.#ask('isServiceRunning');
  }

  waitForHealthy(timeoutMs?: number): Promise<boolean> {
    return this.#ask('waitForHealthy', timeoutMs);
  }

  detectRunningPorts(): Promise<number[]> {
    return this.#ask('detectRunningPorts');
  }

  getLogs(lines?: number): Promise<string> {
    return this.#ask('getLogs', lines);
  }

  getContainerStats(): Promise<LegacyContainerStats> {
    return this.#ask('getContainerStats');
  }

  getServiceInfo(): LegacyServiceInfo {
    return this.link.snapshot.info;
  }

  getDockerComposeService(): LegacyComposeService {
    return {
      startService: () => this.startService(),
      stopService: () => this.stopService(),
      restartService: () => this.restartService(),
      removeService: () => this.stopService(),
      cleanup: () => this.cleanup(),
      isServiceRunning: () => this.isServiceRunning(),
      waitForHealthy: (timeoutMs) => this.waitForHealthy(timeoutMs),
      getServiceStatus: () => this.getServiceStatus(),
      getServiceLogs: (lines) => this.getLogs(lines),
      getRunningContainerPorts: () => this.detectRunningPorts(),
      getConfig: () => {
        const { composeService, composeFile, serviceDirectory } = this.getServiceInfo();
        return { serviceName: composeService, composeFile, workingDirectory: serviceDirectory };
      },
    };
  }

  async post<T = unknown>(
    path: string,
    body?: unknown,
  ): Promise<{ data: T; status: number; headers: Record<string, string> }> {
    const reply = await this.request({ method: 'POST', path, json: body ?? {} });
    return { data: reply.json<T>(), status: reply.status, headers: { ...reply.headers } };
  }

  #loaded(): ServiceCalls {
    this.#calls ??= new (loadCalls().ServiceCalls)(this.link, this.defaults);
    return this.#calls;
  }

  async #ask<T>(method: string, ...given: readonly unknown[]): Promise<T> {
    return (await this.link.call(method, given)) as T;
  }
}

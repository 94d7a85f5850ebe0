import type {
  AddressChange,
  CallDefaults,
  LegacyComposeService,
  LegacyContainerStats,
  LegacyServiceInfo,
  LegacyServiceStatus,
  ServiceCallOptions,
  ServiceHandle,
  ServiceLease,
  ServiceReply,
  ServiceRequest,
  ServiceStreamReply,
} from '@mediaconduit/sdk';
import { noAddressError } from '../../../service/call-error';
import { legacyComposeService, postAsAxios } from '../../../service/legacy-handle';
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
    throw noAddressError(this.serviceId);
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
    return legacyComposeService(this);
  }

  post<T = unknown>(
    path: string,
    body?: unknown,
  ): Promise<{ data: T; status: number; headers: Record<string, string> }> {
    return postAsAxios<T>(this, path, body ?? {});
  }

  #loaded(): ServiceCalls {
    this.#calls ??= new (loadCalls().ServiceCalls)(this.link, this.defaults);
    return this.#calls;
  }

  async #ask<T>(method: string, ...given: readonly unknown[]): Promise<T> {
    return (await this.link.call(method, given)) as T;
  }
}

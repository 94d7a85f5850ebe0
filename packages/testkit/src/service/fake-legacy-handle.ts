import type {
  DockerServiceHandle,
  LegacyComposeService,
  LegacyContainerStats,
  LegacyServiceInfo,
  LegacyServiceStatus,
  ServiceReply,
  ServiceRequest,
} from '@mediaconduit/sdk';

const FOLDER = '/nonexistent/test-service';

/** The half of a fake handle that providers of the original core use: a service that only knows whether it runs. */
export abstract class FakeLegacyHandle implements DockerServiceHandle {
  readonly legacyCalls: string[] = [];
  protected running = false;

  abstract readonly serviceId: string;
  abstract readonly baseUrl: string;
  abstract request(request: ServiceRequest): Promise<ServiceReply>;
  /** Makes it run and tells those who wait for an address. */
  protected abstract start(): void;

  async initializePorts(): Promise<void> {
    this.legacyCalls.push('initializePorts');
  }

  async startService(): Promise<boolean> {
    return this.#turn('startService', true);
  }

  async stopService(): Promise<boolean> {
    return this.#turn('stopService', false);
  }

  async restartService(): Promise<boolean> {
    this.running = false;
    return this.#turn('restartService', true);
  }

  async cleanup(): Promise<boolean> {
    return this.#turn('cleanup', false);
  }

  async waitForHealthy(): Promise<boolean> {
    return this.#turn('waitForHealthy', true);
  }

  async isServiceHealthy(): Promise<boolean> {
    return this.running;
  }

  async isServiceRunning(): Promise<boolean> {
    return this.running;
  }

  async getServiceStatus(): Promise<LegacyServiceStatus> {
    const { running } = this;
    const health = running ? 'healthy' : 'none';
    return { running, healthy: running, health, state: running ? 'running' : 'stopped', uptime: 0, lastCheck: EPOCH };
  }

  getServiceInfo(): LegacyServiceInfo {
    const name = this.serviceId;
    return {
      containerName: name,
      dockerImage: `${name}:test`,
      ports: [this.running ? Number(new URL(this.baseUrl).port) : 49_151],
      composeService: name,
      composeFile: `${FOLDER}/docker-compose.yml`,
      healthCheckUrl: `${this.running ? this.baseUrl : 'http://127.0.0.1:49151'}/health`,
      network: 'test',
      serviceDirectory: FOLDER,
    };
  }

  async detectRunningPorts(): Promise<number[]> {
    return this.running ? this.getServiceInfo().ports : [];
  }

  async getLogs(): Promise<string> {
    return '';
  }

  async getContainerStats(): Promise<LegacyContainerStats> {
    return { cpuUsage: 0, memoryUsage: 0, networkIO: { rx: 0, tx: 0 } };
  }

  async post<T = unknown>(
    path: string,
    body?: unknown,
  ): Promise<{ data: T; status: number; headers: Record<string, string> }> {
    const reply = await this.request({ method: 'POST', path, json: body });
    return { data: reply.json<T>(), status: reply.status, headers: { ...reply.headers } };
  }

  getDockerComposeService(): LegacyComposeService {
    return {
      startService: () => this.startService(),
      stopService: () => this.stopService(),
      restartService: () => this.restartService(),
      removeService: () => this.cleanup(),
      cleanup: () => this.cleanup(),
      isServiceRunning: () => this.isServiceRunning(),
      waitForHealthy: () => this.waitForHealthy(),
      getServiceStatus: () => this.getServiceStatus(),
      getServiceLogs: () => this.getLogs(),
      getRunningContainerPorts: () => this.detectRunningPorts(),
      getConfig: () => ({
        serviceName: this.serviceId,
        composeFile: this.getServiceInfo().composeFile,
        workingDirectory: FOLDER,
      }),
    };
  }

  #turn(name: string, on: boolean): boolean {
    this.legacyCalls.push(name);
    if (on) this.start();
    else this.running = false;
    return true;
  }
}

const EPOCH = new Date(0).toISOString();

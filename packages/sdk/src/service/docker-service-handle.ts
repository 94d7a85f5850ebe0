/** State of a service in the words of the original core. */
export interface LegacyServiceStatus {
  running: boolean;
  healthy: boolean;
  health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  /** `running`, `starting`, `stopping`, `stopped` or `error`. */
  state: string;
  containerId?: string;
  /** Seconds since the service became ready. */
  uptime: number;
  /** ISO 8601. */
  lastCheck: string;
  error?: string;
}

/** Facts about a service, without waiting. */
export interface LegacyServiceInfo {
  containerName: string;
  dockerImage: string;
  /** One port, never 0: a loopback port of ours that starts the service on connect and stays the same over restarts. */
  ports: number[];
  composeService: string;
  composeFile: string;
  healthCheckUrl: string;
  network: string;
  serviceDirectory: string;
}

/** What a service uses, in the words of the original core. */
export interface LegacyContainerStats {
  /** Percent of one core. */
  cpuUsage: number;
  /** Bytes. */
  memoryUsage: number;
  /** Bytes received and sent since the start; 0 for a process, whose traffic nobody counts. */
  networkIO: { rx: number; tx: number };
}

/** The compose-level object of the original core; every method acts on the same service. */
export interface LegacyComposeService {
  startService(environment?: Record<string, string>): Promise<boolean>;
  stopService(): Promise<boolean>;
  restartService(): Promise<boolean>;
  removeService(): Promise<boolean>;
  cleanup(): Promise<boolean>;
  isServiceRunning(): Promise<boolean>;
  waitForHealthy(timeoutMs?: number): Promise<boolean>;
  getServiceStatus(): Promise<LegacyServiceStatus>;
  getServiceLogs(lines?: number): Promise<string>;
  getRunningContainerPorts(): Promise<number[]>;
  getConfig(): { serviceName: string; composeFile: string; workingDirectory: string };
}

/**
 * The service object of the original core. Its methods answer true or false and emit the typed error instead of
 * throwing it.
 */
export interface DockerServiceHandle {
  initializePorts(): Promise<void>;
  startService(environment?: Record<string, string>): Promise<boolean>;
  stopService(): Promise<boolean>;
  restartService(): Promise<boolean>;
  getServiceStatus(): Promise<LegacyServiceStatus>;
  isServiceHealthy(): Promise<boolean>;
  isServiceRunning(): Promise<boolean>;
  /** Default 120000 ms. Starts the service when it is not running. */
  waitForHealthy(timeoutMs?: number): Promise<boolean>;
  getDockerComposeService(): LegacyComposeService;
  getServiceInfo(): LegacyServiceInfo;
  /** Stops the service; volumes and folders are kept. */
  cleanup(): Promise<boolean>;
  /** Ports on which the service really answers now; empty while it is not running. */
  detectRunningPorts(): Promise<number[]>;
  getLogs(lines?: number): Promise<string>;
  /**
   * Takes up to two seconds.
   * @throws `MC_SERVICE_NOT_STARTED`, or `MC_ENGINE_UNAVAILABLE` when it cannot be measured from here.
   */
  getContainerStats(): Promise<LegacyContainerStats>;
  /** Axios-like: resolves to `{ data, status, headers }`. */
  post<T = unknown>(
    path: string,
    body?: unknown,
  ): Promise<{ data: T; status: number; headers: Record<string, string> }>;
}

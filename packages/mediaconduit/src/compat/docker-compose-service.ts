import { isAbsolute, join, relative, resolve } from 'node:path';
import type { LegacyComposeService, LegacyServiceStatus, ServiceDefinition } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { getServiceRegistry } from './registries';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- needed with the first service alone */
const loadManifests = () => require('@mediaconduit/sdk/manifest') as typeof import('@mediaconduit/sdk/manifest');

/** A compose file, and which of its services answers requests. */
export interface DockerComposeConfig {
  serviceName: string;
  /** Relative to `workingDirectory`, else to the current folder. */
  composeFile: string;
  containerName?: string;
  /** Address whose path is asked until it answers; `/health` by default. */
  healthCheckUrl?: string;
  workingDirectory?: string;
}

/** Stands for the type where it is re-exported without `type`. */
export const DockerComposeConfig = interfaceValue('DockerComposeConfig');

/**
 * The service of the original core that is made from a compose file. Nothing is looked at before the first call; then it
 * is a service of this process's runtime like any other, with a port of its own choice.
 */
export class DockerComposeService implements LegacyComposeService {
  readonly #config: Readonly<DockerComposeConfig>;
  #opened: LegacyComposeService | undefined;

  constructor(config: DockerComposeConfig) {
    this.#config = { ...config };
  }

  async startService(environment?: Record<string, string>): Promise<boolean> {
    return this.#service().startService(environment);
  }

  async stopService(): Promise<boolean> {
    return this.#service().stopService();
  }

  async restartService(): Promise<boolean> {
    return this.#service().restartService();
  }

  async removeService(): Promise<boolean> {
    return this.#service().removeService();
  }

  async cleanup(): Promise<boolean> {
    return this.#service().cleanup();
  }

  async isServiceRunning(): Promise<boolean> {
    return this.#service().isServiceRunning();
  }

  async waitForHealthy(timeoutMs?: number): Promise<boolean> {
    return this.#service().waitForHealthy(timeoutMs);
  }

  async getServiceStatus(): Promise<LegacyServiceStatus> {
    return this.#service().getServiceStatus();
  }

  async getServiceLogs(lines?: number): Promise<string> {
    return this.#service().getServiceLogs(lines);
  }

  async getRunningContainerPorts(): Promise<number[]> {
    return this.#service().getRunningContainerPorts();
  }

  /** As it was given, with the paths made absolute. */
  getConfig(): DockerComposeConfig & { workingDirectory: string } {
    const workingDirectory = resolve(this.#config.workingDirectory ?? '.');
    return { ...this.#config, workingDirectory, composeFile: resolve(workingDirectory, this.#config.composeFile) };
  }

  #service(): LegacyComposeService {
    this.#opened ??= getServiceRegistry().open(definitionOf(this.getConfig())).getDockerComposeService();
    return this.#opened;
  }
}

/** Read as the manifest that says the same, so that both mean the same. */
function definitionOf(config: ReturnType<DockerComposeService['getConfig']>): ServiceDefinition {
  const { composeFile, healthCheckUrl, serviceName, workingDirectory } = config;
  const inside = relative(workingDirectory, composeFile);
  const [folder, path] = leaves(inside) ? splitPath(composeFile) : [workingDirectory, inside];
  const docker = { composeFile: path, serviceName, ...(healthCheckUrl && { healthCheck: { url: healthCheckUrl } }) };
  const manifest = JSON.stringify({ name: serviceName, docker });
  return loadManifests().parseServiceDefinition(manifest, { file: join(folder, 'MediaConduit.service.yml') });
}

function leaves(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/)[0] === '..';
}

function splitPath(file: string): readonly [folder: string, name: string] {
  const folder = resolve(file, '..');
  return [folder, relative(folder, file)];
}

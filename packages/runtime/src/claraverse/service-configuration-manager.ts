import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError, messageOf, SILENT_LOGGER, type Logger } from '@mediaconduit/sdk';
import type { DeploymentMode } from './clara-service';
import { createManualHealthCheck } from './manual-health-check';
import {
  getPlatformCompatibility,
  getSupportedDeploymentModes,
  isServiceModeSupported,
  type PlatformCompatibility,
} from './platform-compatibility';
import { requireUrl } from './require-url';
import { parseServiceConfig, type ServiceConfig, type ServiceConfigFile } from './service-config-file';
import { preferredMode } from './service-modes';
import type { DeploymentChoices } from './service-record';
import { writeFileWhole } from './write-file-whole';

const FILE_NAME = 'service-config.json';

/** Settings of a configuration manager. */
export interface ConfigurationOptions {
  /** Holds `service-config.json`; an application gives `app.getPath('userData')`. */
  readonly folder: string;
  /** Default: `process.platform`. */
  readonly platform?: string;
  /** Default: silent. */
  readonly log?: Logger;
}

/** What came of a look at a service that the user runs. */
export interface ManualTest {
  readonly success: boolean;
  readonly url: string;
  readonly endpoint: string;
  readonly timestamp: number;
}

/** One service as a settings page shows it. */
export interface ServiceSummary extends Omit<PlatformCompatibility, 'supportedModes'> {
  readonly currentMode: DeploymentMode;
  readonly currentUrl: string | null;
  readonly supportedModes: readonly DeploymentMode[];
  /** Whether the user chose something. */
  readonly configured: boolean;
}

/** Keeps how the user deploys each service, in a file of the application. */
export class ServiceConfigurationManager implements DeploymentChoices {
  readonly configPath: string;
  readonly platform: string;
  /** What the latest load or import passed over, as sentences. */
  warnings: readonly string[] = [];
  readonly #log: Logger;
  #services: Readonly<Record<string, ServiceConfig>>;

  /** @param options or only the folder. A file that cannot be read counts as empty, which `warnings` tells. */
  constructor(options: ConfigurationOptions | string) {
    const {
      folder,
      platform = process.platform,
      log = SILENT_LOGGER,
    } = typeof options === 'string' ? { folder: options } : options;
    this.configPath = join(folder, FILE_NAME);
    this.platform = platform;
    this.#log = log;
    this.#services = this.#load();
  }

  /** As the user chose where the platform has that, else Docker, else what there is. */
  getServiceMode(name: string): DeploymentMode {
    const chosen = this.#services[name]?.mode;
    if (chosen !== undefined && isServiceModeSupported(name, chosen, this.platform)) return chosen;
    return preferredMode(this.getSupportedModes(name)) ?? 'docker';
  }

  getServiceUrl(name: string): string | null {
    return this.#services[name]?.url ?? null;
  }

  /** @throws `MC_CONFIG_INVALID` for a mode that the platform does not have, and for `manual` without an http(s) URL. */
  setServiceConfig(name: string, mode: DeploymentMode, url: string | null = null): void {
    if (!isServiceModeSupported(name, mode, this.platform)) throw this.#modeError(name, mode);
    const config = { mode, url: mode === 'manual' ? requireUrl(name, url) : url };
    this.#save({ ...this.#services, [name]: config });
  }

  /** Back to the default of this service. */
  removeServiceConfig(name: string): void {
    const { [name]: removed, ...others } = this.#services;
    if (removed) this.#save(others);
  }

  getAllServiceConfigs(): Record<string, ServiceConfig> {
    return { ...this.#services };
  }

  /** Looks once whether a service answers there, for at most 5 s. */
  async testManualService(_name: string, url: string, endpoint = '/'): Promise<ManualTest> {
    const success = await createManualHealthCheck(url, endpoint)();
    return { success, url, endpoint, timestamp: Date.now() };
  }

  getSupportedModes(name: string): DeploymentMode[] {
    return getSupportedDeploymentModes(name, this.platform);
  }

  canUseDocker(name: string): boolean {
    return isServiceModeSupported(name, 'docker', this.platform);
  }

  canUseManual(name: string): boolean {
    return isServiceModeSupported(name, 'manual', this.platform);
  }

  /** Forgets all that the user chose. */
  resetToDefaults(): void {
    this.#save({});
  }

  /** For a backup; `importConfig` takes it, also on another machine. */
  exportConfig(): ServiceConfigFile {
    const now = Date.now();
    return { ...this.#file(this.#services), exportedAt: now, exportedPlatform: this.platform };
  }

  /**
   * Replaces everything by an export. What this platform does not have is left out, which `warnings` tells.
   * @throws `MC_CONFIG_INVALID` for what is no export; nothing is changed then.
   */
  importConfig(exported: unknown): true {
    this.#save(this.#accept(exported, 'the import'));
    return true;
  }

  /** One entry for each service that ClaraVerse ships. */
  getConfigSummary(): Record<string, ServiceSummary> {
    const entries = Object.entries(getPlatformCompatibility(this.platform)).map(([name, compatibility]) => {
      const [currentMode, currentUrl] = [this.getServiceMode(name), this.getServiceUrl(name)];
      return [name, { ...compatibility, currentMode, currentUrl, configured: name in this.#services }] as const;
    });
    return Object.fromEntries(entries);
  }

  #load(): Readonly<Record<string, ServiceConfig>> {
    try {
      return this.#accept(JSON.parse(readFileSync(this.configPath, 'utf8')), this.configPath);
    } catch (thrown) {
      const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
      if (!isMissing) this.#warn([`${this.configPath} is passed over: ${messageOf(thrown)}`]);
      return {};
    }
  }

  #accept(config: unknown, source: string): Readonly<Record<string, ServiceConfig>> {
    const { services, warnings } = parseServiceConfig(config, { source, platform: this.platform });
    this.#warn(warnings);
    return services;
  }

  #warn(warnings: readonly string[]): void {
    this.warnings = warnings;
    for (const warning of warnings) this.#log.warn({ file: this.configPath }, warning);
  }

  #save(services: Readonly<Record<string, ServiceConfig>>): void {
    writeFileWhole(this.configPath, `${JSON.stringify(this.#file(services), null, 2)}\n`);
    this.#services = services;
  }

  #file(services: Readonly<Record<string, ServiceConfig>>): ServiceConfigFile {
    return { version: '1.0.0', platform: this.platform, services: { ...services }, lastModified: Date.now() };
  }

  #modeError(name: string, mode: string): MediaConduitError {
    const modes = this.getSupportedModes(name).join(' or ') || 'in no way';
    return new MediaConduitError(
      'MC_CONFIG_INVALID',
      `"${name}" cannot be deployed as "${mode}" on ${this.platform}.`,
      {
        hint: `use ${modes}`,
        facts: { service: name, mode, platform: this.platform },
      },
    );
  }
}

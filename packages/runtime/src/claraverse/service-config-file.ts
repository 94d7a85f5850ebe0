import { MediaConduitError } from '@mediaconduit/sdk';
import type { DeploymentMode } from './clara-service';
import { isServiceModeSupported } from './platform-compatibility';

/** How the user deploys one service. */
export interface ServiceConfig {
  readonly mode: DeploymentMode;
  readonly url: string | null;
}

/** What `service-config.json` and an export hold. Times are in ms since 1970. */
export interface ServiceConfigFile {
  readonly version: string;
  readonly platform: string;
  readonly services: Readonly<Record<string, ServiceConfig>>;
  readonly lastModified: number;
  readonly exportedAt?: number;
  readonly exportedPlatform?: string;
}

/** What could be taken of a configuration, and what not. */
export interface ParsedServiceConfig {
  readonly services: Readonly<Record<string, ServiceConfig>>;
  readonly warnings: readonly string[];
}

/**
 * Takes what this platform has of a configuration that somebody else wrote.
 * @throws `MC_CONFIG_INVALID` when it is none.
 */
export function parseServiceConfig(
  config: unknown,
  { source, platform }: { readonly source: string; readonly platform: string },
): ParsedServiceConfig {
  if (!isRecord(config) || !isRecord(config['services'])) throw noConfigError(source);
  const services: Record<string, ServiceConfig> = {};
  const warnings: string[] = [];
  const from = config['exportedPlatform'];
  if (typeof from === 'string' && from !== platform) {
    warnings.push(`Platform mismatch: exported on ${from}, imported on ${platform}.`);
  }
  for (const [name, one] of Object.entries(config['services'])) {
    const problem = problemOf(name, one, platform);
    if (problem === undefined) services[name] = toConfig(one as ServiceConfig);
    else warnings.push(`The configuration of "${name}" is left out: ${problem}.`);
  }
  return { services, warnings };
}

function problemOf(name: string, config: unknown, platform: string): string | undefined {
  if (!isRecord(config)) return 'it is no object';
  const { mode, url } = config;
  if (typeof mode !== 'string' || !isServiceModeSupported(name, mode, platform)) {
    return `the mode ${JSON.stringify(mode)} is not supported on ${platform}`;
  }
  const isUrl = typeof url === 'string' && URL.canParse(url);
  return mode === 'manual' && !isUrl ? 'the mode manual needs a URL' : undefined;
}

function toConfig({ mode, url }: ServiceConfig): ServiceConfig {
  return { mode, url: typeof url === 'string' ? url : null };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function noConfigError(source: string): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `The configuration of ${source} is not one of services.`, {
    hint: 'take what exportConfig() answered: { services: { … } }',
    facts: { source },
  });
}

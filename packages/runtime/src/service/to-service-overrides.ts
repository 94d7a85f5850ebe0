import { didYouMean, MediaConduitError, type ServiceOverrides } from '@mediaconduit/sdk';

const KEYS = ['dockerCompose', 'serviceName', 'healthEndpoint', 'defaultBaseUrl', 'environment'];

/**
 * Checks what a program passes as `serviceConfig`; keys without a value count as not given.
 * @throws `MC_CONFIG_INVALID` for a key that no service has, or a value of the wrong type.
 */
export function toServiceOverrides(config: Readonly<Record<string, unknown>> = {}): ServiceOverrides | undefined {
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  for (const [key, value] of given) {
    if (!KEYS.includes(key)) throw invalid(key, 'is no setting of a service', didYouMean(key, KEYS));
    if (key === 'environment' ? !isTextRecord(value) : typeof value !== 'string') {
      throw invalid(key, key === 'environment' ? 'must map names to texts' : 'must be a text');
    }
  }
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function isTextRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

function invalid(key: string, text: string, hint = `settings of a service: ${KEYS.join(', ')}`): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `serviceConfig.${key} ${text}`, {
    hint,
    facts: { setting: `serviceConfig.${key}` },
  });
}

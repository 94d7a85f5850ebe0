import type { ProviderConfig, ProviderManifest } from '@mediaconduit/sdk';

/**
 * What a provider is told from the environment: only the variables its manifest names, and only those that have a value.
 * `apiKey` is set when exactly one of them is a secret.
 */
export function configFromEnvironment(manifest: ProviderManifest, environment: NodeJS.ProcessEnv): ProviderConfig {
  const values: Record<string, string> = {};
  for (const [name, variable] of Object.entries(manifest.environment)) {
    const value = environment[name] || variable.default;
    if (value) values[name] = value;
  }
  const secrets = Object.entries(manifest.environment).filter(([, variable]) => variable.secret);
  const apiKey = secrets.length === 1 && secrets[0] ? values[secrets[0][0]] : undefined;
  return {
    environment: values,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(manifest.defaultBaseUrl === undefined || manifest.type === 'local' ? {} : { baseUrl: manifest.defaultBaseUrl }),
  };
}

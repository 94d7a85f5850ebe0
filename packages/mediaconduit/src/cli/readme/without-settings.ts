import type { ProviderManifest } from '@mediaconduit/sdk';

/** Where the variables of a provider are listed. */
type WithVariables = Pick<ProviderManifest, 'environment'>;

/**
 * The same environment without what a user has set for this provider and for services, and with {@link placeholderSettings}.
 */
export function withoutSettings(environment: NodeJS.ProcessEnv, manifest: WithVariables): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !Object.hasOwn(manifest.environment, name) && !/_SERVICE_URL$|^MEDIACONDUIT_ENGINE$/.test(name),
  );
  return { ...Object.fromEntries(kept), ...placeholderSettings(manifest) };
}

/** Values that mean nothing for the required variables of a manifest, so that models can be made and nothing be called. */
export function placeholderSettings({ environment }: WithVariables): Record<string, string> {
  const needed = Object.entries(environment).filter(
    ([, variable]) => variable.required && variable.default === undefined,
  );
  return Object.fromEntries(needed.map(([name, { example }]) => [name, example ?? 'not-a-key']));
}

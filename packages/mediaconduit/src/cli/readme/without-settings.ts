import type { ProviderManifest } from '@mediaconduit/sdk';

/**
 * The same environment without what a user has set for this provider and for services: required variables of the
 * manifest have a value that means nothing, so that models can be made.
 */
export function withoutSettings(
  environment: NodeJS.ProcessEnv,
  { environment: variables }: Pick<ProviderManifest, 'environment'>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !Object.hasOwn(variables, name) && !/_SERVICE_URL$|^MEDIACONDUIT_ENGINE$/.test(name),
  );
  const needed = Object.entries(variables).filter(
    ([, variable]) => variable.required && variable.default === undefined,
  );
  return Object.fromEntries([...kept, ...needed.map(([name, { example }]) => [name, example ?? 'not-a-key'] as const)]);
}

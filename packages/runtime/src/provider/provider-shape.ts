import { MediaConduitError, type Provider } from '@mediaconduit/sdk';

const METHODS = ['configure', 'isAvailable', 'getModelsForCapability', 'getModel', 'getHealth'] as const;

/**
 * What a package's class made, once it is known to have everything that is called on a provider.
 * @throws `MC_PROVIDER_INVALID` naming what is missing.
 */
export function requireProviderShape(instance: object, id: string): Provider {
  const found = instance as Record<string, unknown>;
  const missing = [
    ...['id', 'name', 'type', 'capabilities'].filter((name) => found[name] === undefined),
    ...METHODS.filter((name) => typeof found[name] !== 'function').map((name) => `${name}()`),
  ];
  if (missing.length === 0) return instance as Provider;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `The class of provider "${id}" lacks ${missing.join(', ')}.`, {
    hint: 'extend BaseProvider of @mediaconduit/sdk',
    facts: { provider: id, missing },
  });
}

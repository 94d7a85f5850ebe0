import {
  MediaConduitError,
  ModelPromise,
  type Model,
  type Provider,
  type ProviderManifest,
  type ServiceHandle,
} from '@mediaconduit/sdk';

/** Hooks by which providers of the original core learn that their service has an address. */
interface ForeignHooks {
  onServiceReady?(): unknown;
  onServiceConfigured?(): unknown;
}

const METHODS = ['configure', 'isAvailable', 'getModelsForCapability', 'getModel', 'getHealth'] as const;

/**
 * Makes an instance of a provider written for the original core usable: checks its shape, lets `getModel` answer a promise
 * that can be called, starts its service in the background and tells it the address, now and after every start.
 * The instance itself stays what it is: its own fields and methods are not wrapped.
 * @throws `MC_PROVIDER_INVALID` naming what is missing.
 */
export function adoptForeignProvider(
  instance: object,
  manifest: Pick<ProviderManifest, 'id'>,
  service: ServiceHandle | undefined,
  onHookFailed: (error: unknown) => void,
): Provider {
  const provider = checked(instance, manifest.id);
  const getModel = provider.getModel.bind(provider);
  provider.getModel = (id: string) =>
    ModelPromise.of(
      id,
      asyncCall(() => getModel(id)),
    );
  if (service) {
    const tell = (): void => void tellAddress(provider as ForeignHooks).catch(onHookFailed);
    service.onAddress(tell);
    tell();
    void service.startService();
  }
  return provider;
}

function checked(instance: object, id: string): Provider {
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

/** A method that throws at once rejects like one that is async. */
async function asyncCall(getModel: () => PromiseLike<Model>): Promise<Model> {
  return getModel();
}

async function tellAddress(provider: ForeignHooks): Promise<void> {
  await provider.onServiceReady?.();
  await provider.onServiceConfigured?.();
}

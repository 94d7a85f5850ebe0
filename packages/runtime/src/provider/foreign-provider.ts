import {
  ModelPromise,
  type Model,
  type Provider,
  type ProviderConfig,
  type ProviderManifest,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { adoptForeignModel } from './foreign-model';
import { askBeforeListing } from './listed-models';
import { requireProviderShape } from './provider-shape';

/** Hooks by which providers of the original core learn that their service has an address. */
interface ForeignHooks {
  onServiceReady?(): unknown;
  onServiceConfigured?(): unknown;
}

const HOOKS = ['onServiceReady', 'onServiceConfigured'] as const;

/** What the runtime gives a provider of the original core. */
interface ForeignHost {
  readonly service?: ServiceHandle;
  /** Told what its hooks throw. */
  readonly onHookFailed?: (error: unknown) => void;
  /** Aborted when the provider is given up: it is told no more addresses. */
  readonly released?: AbortSignal;
}

/**
 * Makes an instance of a provider written for the original core usable: checks its shape, lets `getModel` answer a promise
 * that can be called, starts its service in the background and tells it the address, now and after every start.
 * The instance itself stays what it is: its own fields and methods are not wrapped.
 * @throws `MC_PROVIDER_INVALID` naming what is missing.
 */
export function adoptForeignProvider(
  instance: object,
  manifest: Pick<ProviderManifest, 'id'>,
  { service, onHookFailed = () => undefined, released }: ForeignHost = {},
): Provider {
  const provider = requireProviderShape(instance, manifest.id);
  const getModel = provider.getModel.bind(provider);
  provider.getModel = (id: string) =>
    ModelPromise.of(
      id,
      asyncCall(async () => adoptForeignModel(await getModel(id), provider, id)),
    );
  if (service) {
    let told: Promise<void> = Promise.resolve();
    const tellAddress = addressTeller(provider, service);
    const tell = (): void => {
      told = tellAddress().catch(onHookFailed);
    };
    askBeforeListing(provider, async () => {
      await service.startService();
      await told;
    });
    const forget = service.onAddress(tell);
    released?.addEventListener('abort', forget, { once: true });
    tell();
    void service.startService();
  }
  return provider;
}

/** A method that throws at once rejects like one that is async. */
async function asyncCall(getModel: () => PromiseLike<Model>): Promise<Model> {
  return getModel();
}

function addressTeller(provider: Provider & ForeignHooks, service: ServiceHandle): () => Promise<void> {
  const hooks = HOOKS.filter((name) => typeof provider[name] === 'function');
  if (hooks.length === 0) return configureWithAddress(provider, service);
  return async () => {
    for (const name of hooks) await provider[name]?.();
  };
}

/**
 * Those without a hook read the address when they are configured, and cannot be used before. They are given the address
 * and what their user has set, which stays: with an empty setting in place of a missing one, some forget what they have
 * read from the environment.
 */
function configureWithAddress(provider: Provider, service: ServiceHandle): () => Promise<void> {
  const configure = provider.configure.bind(provider);
  let given: ProviderConfig = {};
  let known: string | undefined;
  provider.configure = async (config) => {
    given = { ...given, ...config };
    return configure(config);
  };
  return async () => {
    const baseUrl = `http://localhost:${service.getServiceInfo().ports[0]}`;
    if (baseUrl === known) return;
    await configure({ baseUrl, ...given });
    known = baseUrl;
  };
}

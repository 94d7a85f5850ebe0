import {
  CAPABILITIES,
  HOST_RUNTIME,
  MediaConduitError,
  messageOf,
  type HostRuntime,
  type ModelInfo,
  type Provider,
  type ProviderContext,
  type ProviderManifest,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { createProvider } from '../../create-provider';
import { readList } from '../../read-list';
import {
  OPTIONAL_PROVIDER_METHODS,
  type LoadInput,
  type ModelCallInput,
  type ProviderCallInput,
  type ProviderCallOutput,
  type ProviderSnapshot,
  type ServiceSnapshot,
} from '../isolation-messages';
import type { ServedCall } from '../wire/served-call';
import type { Wire } from '../wire/wire';
import { brokenWire } from '../wire/wire-errors';
import { describeModel } from './describe-model';
import { ModelRunner } from './model-runner';
import type { openService } from './open-service';
import type { ServiceLink } from './service-link';
import { requireSoundObjects } from './require-sound-objects';
import { tellingLogger } from './telling-logger';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- for a provider that has a service */
const loadServices = () => require('./open-service') as { openService: typeof openService };

const METHODS: readonly string[] = ['configure', 'isAvailable', 'getHealth', 'dispose', ...OPTIONAL_PROVIDER_METHODS];

/** The one provider of this process, as the runtime calls it. */
export class ProviderHost {
  readonly #links: ServiceLink[] = [];
  #wire!: Wire;
  #provider: Provider | undefined;
  #models!: ModelRunner;
  #told = '';

  connect(wire: Wire): void {
    this.#wire = wire;
  }

  async call(method: string, input: unknown, call: ServedCall): Promise<unknown> {
    requireSoundObjects();
    const answer = await this.#answer(method, input, call);
    requireSoundObjects();
    return answer;
  }

  async #answer(method: string, input: unknown, call: ServedCall): Promise<unknown> {
    if (method === 'load') return this.#load(input as LoadInput);
    if (method === 'provider') return this.#callProvider(input as ProviderCallInput);
    if (method === 'model') return this.#models.call(input as ModelCallInput, call);
    if (method === 'stream') return this.#models.stream(input as ModelCallInput, call);
    throw brokenWire(`it called "${method}"`);
  }

  tell(name: string, value: unknown): void {
    if (name === 'ping') this.#pong();
    if (name === 'service') this.#links[(value as ServiceSnapshot).service]?.update(value as ServiceSnapshot);
  }

  #pong(): void {
    const snapshot = this.#changed();
    if (snapshot) this.#wire.tell('snapshot', snapshot);
    this.#wire.tell('pong', process.memoryUsage.rss());
  }

  async #load({ manifest, config, service, home }: LoadInput): Promise<ProviderSnapshot> {
    const context: ProviderContext = {
      manifest,
      config,
      service: service && this.#serviceOf(service),
      log: tellingLogger(this.#wire),
    };
    this.#installRuntime(context);
    this.#provider = await createProvider(manifest, {
      context: async () => context,
      code: { home, onWarning: (message) => this.#wire.tell('warning', message) },
      onHookFailed: (error) =>
        this.#wire.tell('warning', `telling it the address of its service failed: ${messageOf(error)}`),
    });
    this.#models = new ModelRunner(this.#provider, this.#wire);
    return this.#changed() as ProviderSnapshot;
  }

  /** What base classes look for in the process. */
  #installRuntime(context: ProviderContext): void {
    const runtime: HostRuntime & { current(): never } = {
      contextFor: () => context,
      openService: async (identifier, config) =>
        this.#serviceOf((await this.#wire.call('service.open', { identifier, config })) as ServiceSnapshot),
      current: () => {
        throw noRuntime(context.manifest);
      },
    };
    Object.assign(globalThis, { [HOST_RUNTIME]: runtime });
  }

  #serviceOf(snapshot: ServiceSnapshot): ServiceHandle {
    const { link, handle } = loadServices().openService(snapshot, this.#wire);
    this.#links[snapshot.service] = link;
    return handle;
  }

  async #callProvider({ method, given }: ProviderCallInput): Promise<ProviderCallOutput> {
    if (method === 'getModel') {
      const model = await this.#models.open(String(given[0]));
      return { result: describeModel(model), snapshot: this.#changed() };
    }
    if (!METHODS.includes(method)) throw brokenWire(`it called "${method}" of a provider`);
    const provider = this.#provider as unknown as Record<
      string,
      ((...given: readonly unknown[]) => unknown) | undefined
    >;
    const result = await provider[method]?.(...given);
    if (method === 'configure') this.#models.forget();
    return { result, snapshot: this.#changed() };
  }

  /** What can be read of the provider at once, when it is another than was told before. */
  #changed(): ProviderSnapshot | undefined {
    if (!this.#provider) return undefined;
    const snapshot = snapshotOf(this.#provider);
    const text = JSON.stringify(snapshot);
    if (text === this.#told) return undefined;
    this.#told = text;
    return snapshot;
  }
}

function snapshotOf(provider: Provider): ProviderSnapshot {
  const { id, name, type, capabilities } = provider;
  const found = CAPABILITIES.map((capability) => [capability, modelsFor(provider, capability)] as const);
  return {
    ...{ id, name, type, capabilities, models: readList(provider, 'models') },
    modelsFor: Object.fromEntries(found.filter(([, list]) => list.length > 0)),
    methods: OPTIONAL_PROVIDER_METHODS.filter((method) => typeof provider[method] === 'function'),
  };
}

function modelsFor(provider: Provider, capability: string): readonly ModelInfo[] {
  try {
    const found: unknown = provider.getModelsForCapability(capability);
    return Array.isArray(found) ? (found as ModelInfo[]) : [];
  } catch {
    return []; // as one that has none: whoever asks for a model is told why there is none
  }
}

function noRuntime({ id }: ProviderManifest): MediaConduitError {
  return new MediaConduitError(
    'MC_RUNTIME_MISSING',
    `Provider "${id}" runs in a process of its own, without a runtime.`,
    {
      hint: 'use the service that it is given; or let it run in the process of the application',
      facts: { provider: id },
    },
  );
}

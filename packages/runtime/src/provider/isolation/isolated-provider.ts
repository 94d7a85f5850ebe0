import {
  MediaConduitError,
  ModelPromise,
  parseCapability,
  type Capability,
  type LegacyServiceStatus,
  type Model,
  type ModelInfo,
  type ProviderConfig,
  type ProviderHealth,
  type ProviderManifest,
  type ProviderType,
} from '@mediaconduit/sdk';
import type { LendingProvider } from './isolation-limits';
import { IsolatedModel } from './isolated-model';
import type { ProviderCallInput, ProviderCallOutput, ProviderSnapshot } from './isolation-messages';
import type { ModelCalls } from './model-calls';
import { parseModelSnapshot, parseProviderSnapshot } from './parse-snapshot';
import type { ProviderSlot } from './provider-slot';

/** Time for a provider to put its things in order before its process is ended, in ms. */
const DISPOSE_MS = 5000;

/** What stands for a provider in a process of its own. */
export interface IsolatedProviderParts {
  readonly manifest: ProviderManifest;
  readonly slot: ProviderSlot;
  readonly calls: ModelCalls;
  /** The user has named a service by `configure`. */
  readonly onServiceNamed: (identifier: string) => void;
}

/**
 * A provider in a process of its own, with the interface of one in this process: what can be read at once is a copy, which
 * is renewed when a call or the start of a service has changed it.
 */
export class IsolatedProvider implements LendingProvider {
  readonly manifest: ProviderManifest;
  declare readonly refreshModels?: () => Promise<readonly ModelInfo[]>;
  declare readonly startService?: () => Promise<boolean>;
  declare readonly stopService?: () => Promise<boolean>;
  declare readonly getServiceStatus?: () => Promise<LegacyServiceStatus>;
  readonly #parts: IsolatedProviderParts;
  readonly #models = new Map<string, IsolatedModel>();
  #snapshot: ProviderSnapshot;

  constructor(parts: IsolatedProviderParts, snapshot: ProviderSnapshot) {
    this.#parts = parts;
    this.#snapshot = snapshot;
    this.manifest = parts.manifest;
    const has = (method: string): boolean => snapshot.methods.includes(method);
    if (has('refreshModels')) this.refreshModels = async () => this.#call<ModelInfo[]>('refreshModels');
    if (has('startService')) this.startService = () => this.#call('startService');
    if (has('stopService')) this.stopService = () => this.#call('stopService');
    if (has('getServiceStatus')) this.getServiceStatus = () => this.#call('getServiceStatus');
  }

  get id(): string {
    return this.#snapshot.id;
  }

  get name(): string {
    return this.#snapshot.name;
  }

  get type(): ProviderType {
    return this.#snapshot.type === 'remote' ? 'remote' : 'local';
  }

  get capabilities(): readonly Capability[] {
    return this.#snapshot.capabilities as readonly Capability[]; // what the provider says, as in this process
  }

  get models(): readonly ModelInfo[] {
    return this.#snapshot.models;
  }

  /** The provider or its process is another than before. */
  update(snapshot: ProviderSnapshot): void {
    this.#snapshot = snapshot;
  }

  get isInUse(): boolean {
    return this.#parts.slot.isInUse;
  }

  whenIdle(): Promise<void> {
    return this.#parts.slot.whenIdle();
  }

  getModelsForCapability(spelling: string): readonly ModelInfo[] {
    const capability = parseCapability(spelling);
    const { modelsFor } = this.#snapshot;
    return (capability !== undefined && Object.hasOwn(modelsFor, capability) && modelsFor[capability]) || [];
  }

  async configure(config: ProviderConfig): Promise<void> {
    for (const named of [config.serviceUrl, config.baseUrl]) {
      if (typeof named === 'string') this.#parts.onServiceNamed(named);
    }
    await this.#call('configure', config);
    this.#parts.slot.remember(config);
    this.#models.clear();
  }

  async isAvailable(): Promise<boolean> {
    return (await this.#call('isAvailable')) === true;
  }

  getModel(id: string): ModelPromise<Model> {
    return ModelPromise.of<Model>(id, this.#model(id));
  }

  getHealth(): Promise<ProviderHealth> {
    return this.#call('getHealth');
  }

  /** Ends the process. Calls afterwards fail with `MC_RUNTIME_CLOSED`. */
  async dispose(): Promise<void> {
    const { slot, calls } = this.#parts;
    this.#models.clear();
    const input: ProviderCallInput = { method: 'dispose', given: [] };
    const timeoutMs = Math.min(DISPOSE_MS, calls.limits.requestTimeoutMs);
    await slot.close(input, timeoutMs);
  }

  async #model(id: string): Promise<IsolatedModel> {
    const known = this.#models.get(id);
    if (known) return known;
    const snapshot = parseModelSnapshot(await this.#call('getModel', id), id);
    if (!snapshot) {
      throw new MediaConduitError('MC_MODEL_NOT_FOUND', `Model ${id} not found in ${this.name}`, {
        facts: { provider: this.id, model: id },
      });
    }
    const model = this.#models.get(id) ?? new IsolatedModel(snapshot, this.#parts.calls);
    this.#models.set(id, model);
    return model;
  }

  async #call<T>(method: string, ...given: readonly unknown[]): Promise<T> {
    const { slot, calls } = this.#parts;
    const input: ProviderCallInput = { method, given };
    const timeoutMs = calls.limits.requestTimeoutMs;
    const output = (await slot.call({ method: 'provider', input, timeoutMs })) as ProviderCallOutput;
    if (output.snapshot) this.update(parseProviderSnapshot(output.snapshot, this.manifest));
    return output.result as T;
  }
}

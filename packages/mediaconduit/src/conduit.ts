import { defaultRuntime, type ModelChoice, type Runtime } from '@mediaconduit/runtime';
import type { Capability, Model, Provider } from '@mediaconduit/sdk';

/** One typed call to any model, on the runtime of this process. */
export interface Conduit extends AsyncDisposable {
  /** The runtime behind it; made when it is first used. */
  readonly runtime: Runtime;
  /**
   * A model by `provider:model`, or the first (of that capability) by `provider`. Loads the provider, starts nothing.
   * @throws `MC_PROVIDER_NOT_FOUND`, `MC_MODEL_NOT_FOUND`, with the nearest names in the hint.
   */
  model<C extends Capability = Capability>(reference: string, choice?: ModelChoice<C>): Promise<Model<C>>;
  /** A provider by installed id or any identifier. @throws `MC_PROVIDER_NOT_FOUND` */
  provider(identifier: string): Promise<Provider>;
  /** Stops the services that were started here. Optional: they also end with the program. */
  close(): Promise<void>;
}

/** A conduit on another runtime than the one of this process; `runtime` is asked at every use. */
export function createConduit(runtime: () => Runtime): Conduit {
  const close = (): Promise<void> => runtime().close();
  return {
    get runtime() {
      return runtime();
    },
    model: async (reference, choice) => runtime().model(reference, choice),
    provider: async (identifier) => runtime().providers.getProvider(identifier),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The conduit on the runtime of this process. */
export const conduit: Conduit = createConduit(defaultRuntime);

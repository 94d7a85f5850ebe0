import type { Capability, Model, Provider } from '@mediaconduit/sdk';
import { conduit, type Conduit } from './conduit';

/** A call that looks the same for every model. */
type Call<C extends Capability> = Model<C>['transform'];

/** A model that is called like a function; `transform` is the same call. */
export interface FluentModel<C extends Capability = 'text-to-text'> {
  (...call: Parameters<Call<C>>): ReturnType<Call<C>>;
  transform: Call<C>;
}

/** A provider that is called with the id of a model. */
export interface FluentProvider {
  /** A literal capability types the call and is checked; without one it is typed as text to text. */
  <C extends Capability = 'text-to-text'>(modelId: string, capability?: C): Awaitable<FluentModel<C>>;
  model<C extends Capability = 'text-to-text'>(modelId: string, capability?: C): Awaitable<FluentModel<C>>;
}

/** Can be used at once, and awaited too: awaiting makes sure that it exists. */
export type Awaitable<T> = T & PromiseLike<T>;

/** The fluent form, on a conduit: `$('cowsay')('cowsay-default')('Hello')`. */
export function createFluent(on: Conduit): (provider: string | Provider) => Awaitable<FluentProvider> {
  return (provider) => {
    const open: OpenModel = (model, capability) =>
      typeof provider === 'string' ? on.model(provider, { model, capability }) : provider.getModel(model);
    const callable = (): FluentProvider => {
      const model: FluentProvider['model'] = (modelId, capability) => fluentModel(() => open(modelId, capability));
      return Object.assign(model, { model });
    };
    return awaitable(callable, async () => (typeof provider === 'string' ? on.provider(provider) : provider));
  };
}

type OpenModel = (model: string, capability: Capability | undefined) => Promise<Model>;

function fluentModel<C extends Capability>(open: () => Promise<Model>): Awaitable<FluentModel<C>> {
  // one promise for all calls, made by the first: an unused model must not fail unheard
  let model: Promise<Model> | undefined;
  const load = (): Promise<Model> => (model ??= open());
  const callable = (): FluentModel<C> => {
    const transform = async (...call: Parameters<Call<C>>): Promise<unknown> =>
      (await load()).transform(call[0], call[1]);
    return Object.assign(transform, { transform }) as FluentModel<C>; // the caller's word, checked where it was said
  };
  return awaitable(callable, load);
}

/** Adds `then` to what `make` makes; awaiting gives one without `then`, else it would be awaited for ever. */
function awaitable<T extends object>(make: () => T, ready: () => Promise<unknown>): Awaitable<T> {
  const then: PromiseLike<T>['then'] = (fulfilled, rejected) => ready().then(make).then(fulfilled, rejected);
  return Object.assign(make(), { then });
}

/**
 * The fluent form: `await $('cowsay')('cowsay-default')('Hello')`. The provider and the model may be awaited on the way
 * (`await (await $('cowsay'))('cowsay-default')('Hello')`), and `$('cowsay').model(id).transform(input)` is the same call.
 */
export const $: (provider: string) => Awaitable<FluentProvider> = createFluent(conduit);

/** As {@link $}, also for a provider that you already hold: `await $$(provider)('cowsay-default')('Hello')`. */
export const $$: (provider: string | Provider) => Awaitable<FluentProvider> = createFluent(conduit);

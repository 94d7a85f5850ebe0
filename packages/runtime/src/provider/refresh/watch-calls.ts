import { ModelPromise, type Model, type Provider } from '@mediaconduit/sdk';
import type { CallsUnderWay } from './calls-under-way';
import { watchStream } from './watch-stream';

/** What a caller starts work with; models have some of them. */
const CALLS = ['transform', 'transformAll', 'generate', 'chat', 'stream'] as const;

type Call = (...call: unknown[]) => unknown;
type Callable = Partial<Record<(typeof CALLS)[number], Call>>;

/** Who counts the calls of a provider, and who takes them when it was given up. */
export interface CallWatch {
  readonly calls: CallsUnderWay;
  readonly successor: () => Promise<Provider>;
}

/** Whose calls are counted for whom: one object may serve several versions, or programs, one after the other. */
const watches = new WeakMap<object, CallWatch>();

/**
 * Counts the calls of every model that the provider hands out from now on. Provider and models stay the objects that they
 * are: their methods are replaced once, where the object allows it. After the provider was given up, a call goes to the
 * model of the same id of its successor; that may be the very same object, which is watched for the successor then.
 */
export function watchCalls(provider: Provider, watch: CallWatch): void {
  if (!beginWatch(provider, watch)) return;
  const getModel = provider.getModel.bind(provider);
  const open = async (id: string): Promise<Model> => {
    const { calls, successor } = watchOf(provider, watch);
    if (calls.isOver) return (await successor()).getModel(id);
    calls.begin(); // it may take long: some load their weights here
    try {
      const model = await getModel(id);
      if (isObject(model)) watchModel(model, id, watchOf(provider, watch));
      return model;
    } finally {
      calls.end();
    }
  };
  replace(provider, 'getModel', (id: string) => ModelPromise.of(id, open(id)));
}

function watchModel(model: Model, id: string, watch: CallWatch): void {
  if (!beginWatch(model, watch)) return;
  const callable = model as unknown as Callable;
  for (const name of CALLS) {
    const original = callable[name];
    if (typeof original !== 'function') continue;
    const watched = (self: unknown, call: unknown[]): unknown => {
      const { calls, successor } = watchOf(model, watch);
      const instead = (): unknown => passOn(successorModel(id, successor), name, call);
      if (calls.isOver) return instead();
      if (name === 'stream') return watchStream(original.apply(self, call), calls, instead);
      return watchResult(() => original.apply(self, call), calls);
    };
    replace(model, name, function (this: unknown, ...call: unknown[]) {
      return watched(this, call);
    });
  }
}

/** True for an object that was never watched. Who watches last counts. */
function beginWatch(object: object, watch: CallWatch): boolean {
  const isNew = !watches.has(object);
  watches.set(object, watch);
  return isNew;
}

function watchOf(object: object, first: CallWatch): CallWatch {
  return watches.get(object) ?? first;
}

/** The caller gets what the model answered, not a promise of ours. */
function watchResult(work: () => unknown, calls: CallsUnderWay): unknown {
  calls.begin();
  let result: unknown;
  try {
    result = work();
  } catch (error) {
    calls.end();
    throw error;
  }
  if (isThenable(result)) void result.then(calls.end, calls.end);
  else calls.end();
  return result;
}

function successorModel(id: string, successor: () => Promise<Provider>): ModelPromise {
  return ModelPromise.of(
    id,
    successor().then((provider) => provider.getModel(id)),
  );
}

function passOn(model: ModelPromise, name: (typeof CALLS)[number], call: unknown[]): unknown {
  if (name !== 'transformAll') return (model as unknown as Required<Callable>)[name](...call);
  return model.then((found) => (found as unknown as Required<Callable>).transformAll(...call));
}

/** Answers nothing where an object is frozen: its calls are not counted then. */
function replace(object: object, name: string, value: unknown): void {
  Reflect.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}

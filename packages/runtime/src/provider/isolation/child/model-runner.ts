import type { CallOptions, Model, Progress, Provider, Question, StreamEvent } from '@mediaconduit/sdk';
import type { ModelCallInput } from '../isolation-messages';
import type { ServedCall } from '../wire/served-call';
import type { Wire } from '../wire/wire';
import { brokenWire } from '../wire/wire-errors';

/** Larger pieces of a stream are cut: one message is not to keep the others waiting. */
const EVENT_BYTES = 262_144;
const METHODS: readonly string[] = ['isAvailable', 'transform', 'transformAll', 'generate', 'chat'];

type Method = (input: unknown, options?: unknown) => unknown;

/** Calls of the models of the provider, which are made once by id. */
export class ModelRunner {
  readonly #models = new Map<string, Promise<Model>>();

  constructor(
    private readonly provider: Provider,
    private readonly wire: Wire,
  ) {}

  open(id: string): Promise<Model> {
    const known = this.#models.get(id) ?? Promise.resolve(this.provider.getModel(id));
    this.#models.set(id, known);
    known.catch(() => this.#models.delete(id));
    return known;
  }

  /** The provider was configured: its models may be others. */
  forget(): void {
    this.#models.clear();
  }

  async call(input: ModelCallInput, call: ServedCall): Promise<unknown> {
    if (!METHODS.includes(input.method)) throw brokenWire(`it called "${input.method}" of a model`);
    const model = (await this.open(input.model)) as unknown as Record<string, Method | undefined>;
    return model[input.method]?.(input.input, this.#options(input, call));
  }

  /** Events go as notes, as many as the reader takes; the answer is the result of the stream. */
  async stream(input: ModelCallInput, call: ServedCall): Promise<unknown> {
    const model = (await this.open(input.model)) as unknown as { stream?: Method };
    const stream = model.stream?.(input.input, this.#options(input, call)) as AsyncIterable<StreamEvent>;
    const events = stream[Symbol.asyncIterator]();
    const left = (): void => void events.return?.()?.catch(() => undefined);
    call.signal.addEventListener('abort', left, { once: true });
    try {
      for (let next = await events.next(); !next.done; next = await events.next()) await send(next.value, call);
    } finally {
      call.signal.removeEventListener('abort', left);
    }
    call.signal.throwIfAborted();
    return isThenable(stream) ? await stream : undefined;
  }

  #options({ options, has }: ModelCallInput, call: ServedCall): Record<string, unknown> | undefined {
    const { question } = has;
    if (options === undefined && !has.signal) return undefined;
    const more: CallOptions = {
      ...(has.signal && { signal: call.signal }),
      ...(has.onProgress && { onProgress: (progress: Progress) => call.note('progress', progress) }),
      ...(question !== undefined && { confirm: (asked: Question) => this.#ask(question, asked) }),
    };
    return { ...options, ...more };
  }

  async #ask(question: number, { text, sizeBytes }: Question): Promise<boolean> {
    return (await this.wire.call('confirm', { question, asked: { text, sizeBytes } })) === true;
  }
}

/** Providers for the original core give what they like: it passes as it is. */
async function send(event: StreamEvent, call: ServedCall): Promise<void> {
  if (!isBytes(event) || event.bytes.length <= EVENT_BYTES) return call.noteCounted('event', event);
  for (let at = 0; at < event.bytes.length; at += EVENT_BYTES) {
    await call.noteCounted('event', { ...event, bytes: event.bytes.subarray(at, at + EVENT_BYTES) });
  }
}

function isBytes(event: StreamEvent | undefined | null): event is Extract<StreamEvent, { type: 'bytes' }> {
  return event?.type === 'bytes' && event.bytes instanceof Uint8Array;
}

function isThenable(value: object): value is PromiseLike<unknown> {
  return 'then' in value && typeof value.then === 'function';
}

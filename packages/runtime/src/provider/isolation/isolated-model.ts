import {
  createModelStream,
  defineOptions,
  type Capability,
  type ChatMessage,
  type Media,
  type Model,
  type ModelInfo,
  type ModelOptions,
  type ModelStream,
  type OptionsSchema,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import { EventQueue } from './event-queue';
import type { ModelSnapshot } from './isolation-messages';
import type { ModelCallOptions, ModelCalls } from './model-calls';
import { toSendableInput } from './sendable-input';

/**
 * A model of a provider in a process of its own. It stays usable when the process was started again: calls name the model
 * by its id. It has the methods that the model has there.
 */
export class IsolatedModel implements Model {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  declare readonly info?: ModelInfo;
  declare readonly optionsSchema?: OptionsSchema<ModelOptions>;
  declare readonly transformAll?: (input: unknown, options?: ModelCallOptions) => Promise<readonly Media[]>;
  declare readonly stream?: (input: unknown, options?: ModelCallOptions) => ModelStream<Media>;
  declare readonly generate?: (prompt: string, options?: ModelCallOptions) => Promise<Text>;
  declare readonly chat?: (messages: readonly ChatMessage[], options?: ModelCallOptions) => Promise<Text>;
  readonly #calls: ModelCalls;

  constructor(snapshot: ModelSnapshot, calls: ModelCalls) {
    this.#calls = calls;
    this.id = snapshot.id;
    this.name = snapshot.name;
    this.capabilities = snapshot.capabilities as readonly Capability[]; // what the provider says, as in this process
    if (snapshot.info) this.info = snapshot.info;
    if (snapshot.optionsSchema) this.optionsSchema = defineOptions(snapshot.optionsSchema);
    const { methods } = snapshot;
    if (methods.includes('transformAll'))
      this.transformAll = async (input, options) => this.#call<Media[]>('transformAll', this.#sendable(input), options);
    if (methods.includes('stream')) this.stream = (input, options) => this.#stream(input, options);
    if (methods.includes('generate'))
      this.generate = (prompt, options) => this.#call<Text>('generate', prompt, options);
    if (methods.includes('chat')) this.chat = (messages, options) => this.#call<Text>('chat', messages, options);
  }

  async isAvailable(): Promise<boolean> {
    const timeoutMs = this.#calls.limits.requestTimeoutMs;
    return (await this.#call('isAvailable', undefined, { timeoutMs })) === true;
  }

  async transform(input: unknown, options?: ModelCallOptions): Promise<Media> {
    return this.#call<Media>('transform', this.#sendable(input), options);
  }

  async #call<T>(method: string, input: unknown, options?: ModelCallOptions): Promise<T> {
    return (await this.#calls.call('model', { model: this.id, method, input }, options)) as T;
  }

  #stream(input: unknown, options?: ModelCallOptions): ModelStream<Media> {
    return createModelStream<Media>((signal) => this.#events(input, { ...options, signal }), options?.signal);
  }

  async *#events(input: unknown, options: ModelCallOptions): AsyncGenerator<StreamEvent, Media, void> {
    const queue = new EventQueue();
    const call = { model: this.id, method: 'stream', input: this.#sendable(input) };
    const result = this.#calls.call('stream', call, options, {
      onStart: (take) => queue.start(take),
      onNote: (name, value) => name === 'event' && queue.push(value),
    });
    void result.then(
      () => queue.end(),
      () => queue.end(),
    );
    for (let event = await queue.next(); event; event = await queue.next()) yield event.value;
    return (await result) as Media;
  }

  #sendable(input: unknown): unknown {
    return toSendableInput(input, this.capabilities);
  }
}

import type { CallOptions, ChatMessage, Model, ModelStream } from './model';

type TextModel = Model & {
  generate?(prompt: string, options?: CallOptions): Promise<unknown>;
  chat?(messages: readonly ChatMessage[], options?: CallOptions): Promise<unknown>;
};

/** The promise of a model that can be called without awaiting it first: `provider.getModel(id).transform(text)`. */
export class ModelPromise<M extends Model = Model> extends Promise<M> {
  /** Derived promises (`then`, `catch`) are plain ones. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** The id that was asked for. */
  id = '';

  /** Marks `model` as the promise of the model `id`. */
  static of<M extends Model>(id: string, model: Promise<M>): ModelPromise<M> {
    const promise = new ModelPromise<M>((resolve, reject) => void model.then(resolve, reject));
    promise.id = id;
    return promise;
  }

  /** The id, until the model is there. */
  get name(): string {
    return this.id;
  }

  async isAvailable(): Promise<boolean> {
    return (await this).isAvailable();
  }

  async transform(...call: Parameters<M['transform']>): Promise<Awaited<ReturnType<M['transform']>>> {
    const model = await this;
    return (await model.transform(call[0] as never, call[1] as never)) as Awaited<ReturnType<M['transform']>>;
  }

  async generate(prompt: string, options?: CallOptions): Promise<unknown> {
    const model: TextModel = await this;
    return model.generate ? model.generate(prompt, options) : model.transform(prompt as never, options);
  }

  async chat(messages: readonly ChatMessage[], options?: CallOptions): Promise<unknown> {
    const model: TextModel = await this;
    return model.chat ? model.chat(messages, options) : model.transform({ messages } as never, options);
  }

  /** Resolves to the stream of the model; `undefined` when it cannot stream. */
  async stream(...call: Parameters<M['transform']>): Promise<ModelStream<unknown> | undefined> {
    const model = await this;
    return model.stream?.(call[0] as never, call[1] as never);
  }
}

import { MediaConduitError } from '../error/mediaconduit-error';
import type { Text } from '../media/text';
import type { CallOptions, ChatMessage, Model, ModelOptions, ModelStream } from './model';

type Options = ModelOptions & CallOptions;
type TransformResult<M extends Model> = Awaited<ReturnType<M['transform']>>;

interface TextModel {
  generate?(prompt: string, options?: Options): Promise<Text>;
  chat?(messages: readonly ChatMessage[], options?: Options): Promise<Text>;
}

/** A model that can be called without awaiting it first: `provider.getModel(id).transform(text)`. */
export class ModelPromise<M extends Model = Model> extends Promise<M> {
  /** Derived promises (`then`, `catch`) are plain ones. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** The id that was asked for; readable before the model is there. */
  id = '';

  /** Marks `model` as the promise of the model `id`. */
  static of<M extends Model>(id: string, model: Promise<M>): ModelPromise<M> {
    const promise = new ModelPromise<M>((resolve, reject) => void model.then(resolve, reject));
    promise.id = id;
    return promise;
  }

  /** The id again: the real name is known once the promise is awaited. */
  get name(): string {
    return this.id;
  }

  async isAvailable(): Promise<boolean> {
    return (await this).isAvailable();
  }

  async transform(...call: Parameters<M['transform']>): Promise<TransformResult<M>> {
    const model: Model = await this;
    return (await model.transform(call[0], call[1])) as TransformResult<M>;
  }

  /** Text from a prompt. @throws `MC_MODEL_NOT_FOUND` when the model does not write text. */
  async generate(prompt: string, options?: Options): Promise<Text> {
    const model = (await this) as M & TextModel;
    if (!model.generate) throw cannot(this.id, 'generate');
    return model.generate(prompt, options);
  }

  /** The answer to a conversation. @throws `MC_MODEL_NOT_FOUND` when the model does not chat. */
  async chat(messages: readonly ChatMessage[], options?: Options): Promise<Text> {
    const model = (await this) as M & TextModel;
    if (!model.chat) throw cannot(this.id, 'chat');
    return model.chat(messages, options);
  }

  /** The iteration fails with `MC_MODEL_NOT_FOUND` when the model cannot stream. */
  stream(...call: Parameters<M['transform']>): ModelStream<TransformResult<M>> {
    // Boxed, because a stream is itself a thenable and a promise of it would wait for its end.
    const started = this.then((model: Model) => {
      if (!model.stream) throw cannot(this.id, 'stream');
      return { stream: model.stream(call[0], call[1]) as ModelStream<TransformResult<M>> };
    });
    started.catch(() => undefined); // whoever reads the stream sees the failure
    return {
      async *[Symbol.asyncIterator]() {
        yield* (await started).stream;
      },
      then: (fulfilled, rejected) => started.then(({ stream }) => stream).then(fulfilled, rejected),
    };
  }
}

function cannot(model: string, method: string): MediaConduitError {
  return new MediaConduitError('MC_MODEL_NOT_FOUND', `Model ${model} has no ${method}().`, {
    hint: 'use transform(), or choose a model with that ability',
    facts: { model, method },
  });
}

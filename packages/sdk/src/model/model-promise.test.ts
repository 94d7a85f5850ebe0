import { Text } from '../media/text';
import { textOf } from '../media/text-of';
import type { Model, ModelStream } from './model';
import { ModelPromise } from './model-promise';

const plain: Model = {
  id: 'plain',
  name: 'Plain',
  capabilities: ['text-to-text'],
  isAvailable: async () => true,
  transform: async (input) => new Text(textOf(input)),
};

function streaming(log: string[]): Model {
  const stream = (): ModelStream<Text> => ({
    async *[Symbol.asyncIterator]() {
      try {
        yield { type: 'text-delta', text: 'a' };
        yield { type: 'text-delta', text: 'b' };
      } finally {
        log.push('closed');
      }
    },
    then: (fulfilled, rejected) => Promise.resolve(new Text('ab')).then(fulfilled, rejected),
  });
  return { ...plain, stream, generate: async () => new Text('made'), chat: async () => new Text('said') } as Model;
}

const promiseOf = (model: Model) => ModelPromise.of(model.id, Promise.resolve(model));

describe('ModelPromise', () => {
  it('gives the model when it is awaited', async () => {
    expect(await promiseOf(plain)).toBe(plain);
  });

  it('can be called without being awaited', async () => {
    const promise = promiseOf(streaming([]));
    expect(promise.id).toBe('plain');
    expect(promise.name).toBe('plain');
    expect(await promise.isAvailable()).toBe(true);
    expect(await promise.transform('hi')).toMatchObject({ content: 'hi' });
    expect((await promise.generate('x')).content).toBe('made');
    expect((await promise.chat([])).content).toBe('said');
  });

  it('forwards a stream, its end and its cancellation', async () => {
    const log: string[] = [];
    const stream = promiseOf(streaming(log)).stream('x');
    for await (const event of stream) {
      expect(event).toEqual({ type: 'text-delta', text: 'a' });
      break;
    }
    expect(log).toEqual(['closed']);
    expect(await stream).toMatchObject({ content: 'ab' });
  });

  it.each(['generate', 'chat', 'stream'] as const)('says so when the model cannot %s', async (method) => {
    await expect(promiseOf(plain)[method]([] as never)).rejects.toMatchObject({ code: 'MC_MODEL_NOT_FOUND' });
  });

  it('hands on why there is no model', async () => {
    const failed = ModelPromise.of('gone', Promise.reject<Model>(new RangeError('no such model')));
    await expect(failed.transform('x')).rejects.toThrow('no such model');
    await expect(failed.then((model) => model.id)).rejects.toThrow('no such model');
    const stream = failed.stream('x');
    await new Promise((resolve) => setImmediate(resolve)); // without a listener this would end the program
    await expect(stream).rejects.toThrow('no such model');
  });
});

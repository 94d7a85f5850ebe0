import { Audio, Text, type Model, type Provider } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { adoptForeignModel } from './foreign-model';

const provider = (capability: string): Provider =>
  ({ id: 'p', capabilities: [capability], models: [{ id: 'm', name: 'Em', capabilities: [capability] }] }) as never;

/** A model with the class of the original core above it, which answers what it gets. */
class CoreModel {
  constructor(readonly capabilities: string[]) {}
  getInputTypes = (): string[] => ['text'];
  async transform(input: unknown): Promise<unknown> {
    return input;
  }
}

const adopt = (model: unknown, capability = 'text-to-text'): Model =>
  adoptForeignModel(model, provider(capability), 'm');
const call = (model: Model, input: unknown): Promise<unknown> => model.transform(input as Text);

describe('adoptForeignModel', () => {
  it('gives models of the core the media values that they ask for', async () => {
    const model = adopt(new CoreModel(['TEXT_TO_TEXT']));
    await expect(call(model, 'moo')).resolves.toEqual(new Text('moo'));
    await expect(call(model, ['moo', new Text('cow')])).resolves.toEqual([new Text('moo'), new Text('cow')]);
    const hearing = adopt(new CoreModel(['audio-to-text']), 'audio-to-text');
    await expect(call(hearing, Buffer.from('moo'))).resolves.toMatchObject({ kind: 'audio', inMemory: true });
    await expect(call(hearing, { text: 'moo' })).resolves.toEqual({ text: 'moo' });
  });

  it('reads what is in a file, because they read data without waiting', async () => {
    await using folder = await temporaryFolder();
    const path = await folder.write('a.wav', 'RIFF');
    const read = (await call(adopt({ transform: (input: unknown) => input }), Audio.fromFile(path))) as Audio;
    expect([read.data.toString(), read.metadata['localPath']]).toEqual(['RIFF', path]);
    const path2 = adopt(new CoreModel(['audio-to-text']), 'audio-to-text');
    await expect(call(path2, path)).resolves.toMatchObject({ inMemory: true });
    await expect(call(path2, `${path}.gone`)).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });

  it('leaves plain objects what they are called with, and says for them what their provider says', async () => {
    const plain = { transform: async (...words: unknown[]) => words };
    const model = adopt(plain);
    expect(model).toBe(plain);
    expect(model).toMatchObject({ id: 'm', name: 'Em', capabilities: ['text-to-text'] });
    await expect(model.transform('moo', { loud: true })).resolves.toEqual(['moo', { loud: true }]);
    expect(adopt(plain).transform).toBe(model.transform); // once
  });

  it.each([[undefined], [null], ['text'], [{}], [Object.freeze({ transform: () => 1 })]])('passes %j on', (value) => {
    expect(adopt(value)).toBe(value);
  });

  it('rejects when transform() throws at once', async () => {
    const throwing = {
      transform() {
        throw new Error('no');
      },
    };
    await expect(call(adopt(throwing), 'moo')).rejects.toThrow('no');
  });
});

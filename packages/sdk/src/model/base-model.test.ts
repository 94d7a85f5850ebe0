import { Text } from '../media/text';
import { defineOptions } from '../options/options-schema';
import type { CallOptions } from './model';
import { BaseModel, type RunContext } from './base-model';
import { BaseTextToTextModel } from './text-to-text-model';

const OPTIONS = defineOptions({
  type: 'object',
  properties: { loud: { type: 'boolean' } },
  additionalProperties: false,
} as const);

class EchoModel extends BaseTextToTextModel<{ loud?: boolean }> {
  override readonly optionsSchema = OPTIONS;
  readonly runs: { text: string; options: object; call: CallOptions }[] = [];

  protected override async run(text: string, { options, call }: RunContext<{ loud?: boolean }>): Promise<Text> {
    this.runs.push({ text, options, call });
    return new Text(options.loud ? text.toUpperCase() : text);
  }
}

const create = () =>
  new EchoModel({ id: 'echo', name: 'Echo', capabilities: ['text-to-text'], limits: { maxTextLength: 5 } });

describe('BaseTextToTextModel', () => {
  it('takes its identity from the manifest entry', async () => {
    const model = create();
    expect(model).toMatchObject({ id: 'echo', name: 'Echo', capabilities: ['text-to-text'] });
    expect(await model.isAvailable()).toBe(true);
  });

  it('answers transform, generate and chat', async () => {
    const model = create();
    expect((await model.transform('hi', { loud: true })).content).toBe('HI');
    expect((await model.generate('hi')).content).toBe('hi');
    expect(
      (
        await model.chat([
          { role: 'system', content: 'be' },
          { role: 'user', content: 'yo' },
        ])
      ).content,
    ).toBe('yo');
  });

  it('passes signal, deadline and progress on, apart from its own options', async () => {
    const model = create();
    const { signal } = new AbortController();
    const onProgress = () => undefined;
    await model.transform('hi', { loud: true, signal, timeoutMs: 5, onProgress });
    expect(model.runs[0]).toEqual({ text: 'hi', options: { loud: true }, call: { signal, timeoutMs: 5, onProgress } });
  });

  it.each([
    ['empty text', '', {}, 'MC_INPUT_INVALID'],
    ['blank text', ' \n ', {}, 'MC_INPUT_INVALID'],
    ['bytes', Buffer.from([1, 2]), {}, 'MC_INPUT_INVALID'],
    ['long text', '123456', {}, 'MC_INPUT_TOO_LARGE'],
    ['an unknown option', 'hi', { lud: true }, 'MC_OPTIONS_INVALID'],
  ])('refuses %s before it works', async (_what, input, options: object, code) => {
    const model = create();
    await expect(model.transform(input as string, options)).rejects.toMatchObject({ code });
    expect(model.runs).toEqual([]);
  });
});

describe('BaseModel', () => {
  const info = { id: 'echo', name: 'Echo', capabilities: ['text-to-text'] } as const;
  /** A class as JavaScript has it: no compiler says what is missing. */
  const inJavaScript = (Base: unknown, members: object): BaseModel<'text-to-text', string> => {
    class ShoutModel extends (Base as new (...given: unknown[]) => object) {}
    Object.assign(ShoutModel.prototype, members);
    return new ShoutModel(info) as BaseModel<'text-to-text', string>;
  };

  it.each([
    ['parseInput', inJavaScript(BaseModel, { run: async () => new Text('') })],
    ['run', inJavaScript(BaseModel, { parseInput: () => '' })],
    ['run', inJavaScript(BaseTextToTextModel, {})],
  ])('says that a class in JavaScript lacks %s()', async (method, model) => {
    await expect(model.transform('hi')).rejects.toMatchObject({
      code: 'MC_PROVIDER_INVALID',
      message: `The class ShoutModel lacks the method ${method}().`,
      hint: expect.stringContaining(`${method}(`),
    });
  });

  it('takes a method that is a field', async () => {
    const model = inJavaScript(BaseTextToTextModel, {});
    Object.assign(model, { run: async (text: string) => new Text(`${text}!`) });
    expect((await model.transform('hi')).content).toBe('hi!');
  });
});

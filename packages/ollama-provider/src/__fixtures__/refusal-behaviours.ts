import type { Runtime } from '@mediaconduit/runtime';
import { createPng, type SuiteBehaviour } from '@mediaconduit/testkit';
import type { OllamaTextToTextModel } from '../index';
import type { OpenOllama } from './ollama-behaviours';
import { WEATHER_TOOL } from './weather-tool';

/** What it says to what cannot be done. Ollama works on afterwards. */
export function refusalBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenOllama): void {
  const modelOf = async (runtime: Runtime, id: string): Promise<OllamaTextToTextModel> =>
    (await (await open(runtime)).getModel(id)) as OllamaTextToTextModel;

  behaviour('names the nearest model for one that is missing', async ({ runtime }) => {
    const model = await modelOf(runtime, 'tiny-talkre');
    await expect(model.generate('x', { pull: false })).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: expect.stringContaining('did you mean "tiny-talker"?') as string,
    });
  });

  behaviour('says that a registry cannot be reached', async ({ runtime }) => {
    const model = await modelOf(runtime, '127.0.0.1:1/library/none');
    await expect(model.generate('x')).rejects.toMatchObject({
      code: 'MC_WEIGHTS_UNAVAILABLE',
      message: expect.stringContaining('refused') as string,
    });
  });

  behaviour('refuses a prompt of 1 MB by the number of tokens', async ({ runtime }) => {
    const model = await modelOf(runtime, 'tiny-talker');
    const prompt = 'word '.repeat(210_000);
    await expect(model.generate(prompt)).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
      message: 'The text is longer than the 2048 tokens that tiny-talker looks at.',
      facts: { contextLength: 2048 },
    });
    expect((await model.generate(prompt.slice(0, 20_000), { truncate: true })).content).toContain('tea');
  });

  behaviour('refuses images that a model cannot see', async ({ runtime }) => {
    const model = await modelOf(runtime, 'tiny-talker');
    await expect(model.transform({ text: 'What is it?', images: [createPng()] })).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: 'tiny-talker cannot see images.',
    });
  });

  behaviour('refuses what a model cannot do', async ({ runtime }) => {
    const [talker, thinker] = [await modelOf(runtime, 'tiny-talker'), await modelOf(runtime, 'tiny-thinker')];
    await expect(talker.generate('x', { think: true })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
    await expect(thinker.generate('x', { tools: [WEATHER_TOOL] })).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
    });
    await expect(talker.generate('x', { format: { type: 'nonsense' } })).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
    });
    await expect(talker.generate('x', { keepAlive: '1h' })).resolves.toMatchObject({ kind: 'text' });
  });
}

import { isMediaConduitError, Text } from '@mediaconduit/sdk';
import { createPng, eventually } from '@mediaconduit/testkit';
import type { OllamaTextToTextModel } from './index';
import { readStream, textOfEvents } from './__fixtures__/read-stream';
import { CITY_FORMAT, LONG_TEXT } from './__fixtures__/recorded-calls';
import { replayedOllama, type ReplayedOllama } from './__fixtures__/replayed-ollama';
import { generating, missing, NO_MODELS, showing } from './__fixtures__/written-exchanges';
import { WEATHER_TOOL } from './__fixtures__/weather-tool';

const PIXEL = createPng({ width: 1, height: 1 });
const SENTENCE = ' Water boils at one hundred degrees, and tea ☕ needs it.';

async function modelOf({ ollama }: ReplayedOllama, id = 'tiny-talker'): Promise<OllamaTextToTextModel> {
  return (await ollama.getModel(id)) as OllamaTextToTextModel;
}

describe('OllamaTextToTextModel, as recorded', () => {
  it('answers a prompt', async () => {
    await using world = await replayedOllama();
    const options = { temperature: 0, seed: 7, numCtx: 1024, keepAlive: '5m' };
    const text = await (await modelOf(world)).generate('Hello', options);
    expect(text).toBeInstanceOf(Text);
    expect(text.content).toBe(SENTENCE);
    expect(text.metadata).toMatchObject({ model: 'tiny-talker', doneReason: 'stop', tokens: 15 });
    expect(text.lineage).toEqual({ provider: 'ollama', model: 'tiny-talker', options, inputs: ['Hello'] });
    expect(text.timing).toMatchObject({ queueMs: 0, computeMs: expect.any(Number) as number });
    expect(world.server.unanswered).toEqual([]);
  });

  it('streams the answer to a conversation', async () => {
    await using world = await replayedOllama();
    const stream = (await modelOf(world)).stream({ messages: [{ role: 'user', content: 'Hello' }] });
    const { events, output } = await readStream(stream);
    expect(events.slice(0, 2)).toEqual([
      { type: 'text-delta', text: ' Water' },
      { type: 'text-delta', text: ' boils' },
    ]);
    expect(textOfEvents(events, 'text-delta')).toBe(SENTENCE);
    expect(output.content).toBe(SENTENCE);
  });

  it('tells thinking apart', async () => {
    await using world = await replayedOllama();
    const { events, output } = await readStream(
      (await modelOf(world, 'tiny-thinker')).stream('Hello', { think: true }),
    );
    expect(textOfEvents(events, 'thinking-delta')).toBe('Somebody asks me about tea.');
    expect(output.metadata['thinking']).toBe('Somebody asks me about tea.');
  });

  it('tells which tool is asked for', async () => {
    await using world = await replayedOllama();
    const { events, output } = await readStream((await modelOf(world)).stream('Weather?', { tools: [WEATHER_TOOL] }));
    const call = { id: expect.stringMatching(/^call_/) as string, name: 'get_weather', arguments: { city: 'Oslo' } };
    expect(events).toEqual([{ type: 'tool-call', ...call }]);
    expect(output.content).toBe('');
    expect(output.metadata['toolCalls']).toEqual([call]);
  });

  it('gives JSON that was asked for as a value', async () => {
    await using world = await replayedOllama();
    const text = await (await modelOf(world)).generate('Where?', { format: CITY_FORMAT, temperature: 0 });
    expect(text.metadata['json']).toEqual({ city: 'Oslo' });
  });

  it('says how long a text may be', async () => {
    await using world = await replayedOllama();
    await expect((await modelOf(world)).generate(LONG_TEXT)).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
      message: 'The text is longer than the 2048 tokens that tiny-talker looks at.',
    });
  });

  it('says what a model cannot do', async () => {
    await using world = await replayedOllama();
    await expect((await modelOf(world)).generate('x', { think: true })).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      message: 'Ollama: "tiny-talker" does not support thinking',
    });
  });

  it('names the models that are there when a registry cannot be reached', async () => {
    await using world = await replayedOllama();
    await expect((await modelOf(world, '127.0.0.1:1/library/none')).generate('x')).rejects.toMatchObject({
      code: 'MC_WEIGHTS_UNAVAILABLE',
      facts: { models: expect.arrayContaining(['tiny-talker']) as string[] },
    });
  });
});

describe('OllamaTextToTextModel', () => {
  it('names the nearest model when it may not pull', async () => {
    const tags = { json: { models: [{ name: 'phi4:latest', size: 1, digest: 'a', modified_at: 'b' }] } };
    await using world = await replayedOllama([missing('/api/generate', 'phi'), { ...NO_MODELS, response: tags }]);
    await expect((await modelOf(world, 'phi')).generate('x', { pull: false })).rejects.toMatchObject({
      code: 'MC_MODEL_NOT_FOUND',
      hint: expect.stringMatching(/^did you mean "phi4"\?; or pull it/) as string,
    });
  });

  it('refuses images for a model that cannot see', async () => {
    await using world = await replayedOllama([showing('phi', ['completion'])]);
    const asked = (await modelOf(world, 'phi')).transform({ text: 'What?', images: [PIXEL] });
    await expect(asked).rejects.toMatchObject({ code: 'MC_INPUT_INVALID', message: 'phi cannot see images.' });
    expect(world.server.requests.map(({ path }) => path)).toEqual(['/api/show']);
  });

  it('sends images to a model of the manifest that can see after all', async () => {
    await using world = await replayedOllama([showing('phi', ['completion', 'vision']), generating('a pixel')]);
    const text = await (await modelOf(world, 'phi')).transform({ text: 'What?', images: [PIXEL] });
    expect(text.content).toBe('a pixel');
    expect(world.server.requests[1]?.json).toMatchObject({ images: [PIXEL.toString('base64')] });
  });

  it.each<[string, object[], string]>([
    ['a failure in the middle', [{ response: 'mo' }, { error: 'llama runner has ended' }], 'MC_SERVICE_ERROR'],
    ['no memory in the middle', [{ response: 'mo' }, { error: 'CUDA error: out of memory' }], 'MC_OUT_OF_MEMORY'],
    ['an end without done', [{ response: 'mo' }], 'MC_SERVICE_GONE'],
  ])('says that there was %s', async (_what, lines, code) => {
    const response = { chunks: lines.map((json) => ({ json })) };
    await using world = await replayedOllama([{ request: { method: 'POST', path: '/api/generate' }, response }]);
    await expect((await modelOf(world, 'phi')).generate('x')).rejects.toMatchObject({ code });
  });

  it('says that Ollama has gone in the middle', async () => {
    const response = { chunks: [{ json: { response: 'mo' } }], broken: 'cut' } as const;
    await using world = await replayedOllama([{ request: { method: 'POST', path: '/api/generate' }, response }]);
    const failure = await (await modelOf(world, 'phi')).generate('x').catch((error: unknown) => error);
    expect(isMediaConduitError(failure, 'MC_SERVICE_GONE')).toBe(true);
  });

  it('tells a deadline of the caller from a cancellation', async () => {
    const response = { chunks: [{ json: { response: 'mo' } }], broken: 'hang' } as const;
    await using world = await replayedOllama([{ request: { method: 'POST', path: '/api/generate' }, response }]);
    const call = (await modelOf(world, 'llama3')).transform('Hello', { signal: AbortSignal.timeout(300) });
    await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
  });

  it('ends the work when the call is cancelled, or the loop is left', async () => {
    const response = { chunks: [{ json: { response: 'mo' } }], broken: 'hang' } as const;
    await using world = await replayedOllama([{ request: { method: 'POST', path: '/api/generate' }, response }]);
    const model = await modelOf(world, 'phi');
    for await (const event of model.stream('x')) if (event.type === 'text-delta') break;
    await eventually(async () => expect(world.server.requests[0]?.aborted).toBe(true));
    const controller = new AbortController();
    const stream = model.stream('x', { signal: controller.signal });
    const reading = (async () => {
      for await (const event of stream) if (event.type === 'text-delta') controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await eventually(async () => expect(world.server.requests[1]?.aborted).toBe(true));
  });

  it('refuses options before Ollama is asked', async () => {
    await using world = await replayedOllama([]);
    const options = { tempreature: 1 } as object;
    await expect((await modelOf(world, 'phi')).generate('x', options)).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      hint: 'did you mean "temperature"?',
    });
    expect(world.server.requests).toEqual([]);
  });
});

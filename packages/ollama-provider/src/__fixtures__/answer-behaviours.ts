import { Text, type Embedding, type Model } from '@mediaconduit/sdk';
import type { Runtime } from '@mediaconduit/runtime';
import { eventually, type SuiteBehaviour } from '@mediaconduit/testkit';
import type { OllamaTextToEmbeddingModel, OllamaTextToTextModel } from '../index';
import type { OpenOllama } from './ollama-behaviours';
import { readStream, textOfEvents } from './read-stream';
import { WEATHER_TOOL } from './weather-tool';

const SENTENCE = ' Water boils at one hundred degrees, and tea ☕ needs it.';

/** What models answer. */
export function answerBehaviours(behaviour: SuiteBehaviour<Runtime>, open: OpenOllama): void {
  const modelOf = async <M>(runtime: Runtime, id: string): Promise<M> =>
    (await (await open(runtime)).getModel(id)) as Model as M;
  const talker = (runtime: Runtime) => modelOf<OllamaTextToTextModel>(runtime, 'tiny-talker');

  behaviour('answers a prompt, and says how much work it was', async ({ runtime }) => {
    const text = await (await talker(runtime)).generate('Hello', { temperature: 0 });
    expect(text).toBeInstanceOf(Text);
    expect(text.content).toBe(SENTENCE);
    expect(text.metadata).toMatchObject({ model: 'tiny-talker', doneReason: 'stop', tokens: 15 });
    for (const name of ['promptTokens', 'tokensPerSecond', 'totalMs', 'promptMs', 'evalMs']) {
      expect(text.metadata[name]).toBeGreaterThan(0);
    }
    expect(text.timing?.computeMs).toBeGreaterThan(0);
    expect(text.lineage).toEqual({
      provider: 'ollama',
      model: 'tiny-talker',
      options: { temperature: 0 },
      inputs: ['Hello'],
    });
  });

  behaviour('streams the answer word by word', async ({ runtime }) => {
    const { events, output } = await readStream((await talker(runtime)).stream('Hello'));
    expect(events.length).toBeGreaterThan(8);
    expect(textOfEvents(events, 'text-delta')).toBe(SENTENCE);
    expect(output.content).toBe(SENTENCE);
  });

  behaviour('answers a conversation', async ({ runtime }) => {
    const model = await talker(runtime);
    const messages = [
      { role: 'system', content: 'sing' },
      { role: 'user', content: 'Hello' },
    ] as const;
    const song = await model.chat(messages, { numPredict: 12 });
    expect(song.content).toMatch(/^ On goes the song that never ends, round again: On/);
    expect(song.metadata).toMatchObject({ doneReason: 'length', tokens: 12 });
    const same = await model.transform('Hello', { system: 'sing', maxTokens: 12 });
    expect(same.content).toBe(song.content);
  });

  behaviour('sends the options on', async ({ runtime }) => {
    const model = await talker(runtime);
    const wild = { temperature: 3, topK: 0, topP: 1, numPredict: 20 };
    const [first, again, other] = [
      await model.generate('x', { ...wild, seed: 1 }),
      await model.generate('x', { ...wild, seed: 1 }),
      await model.generate('x', { ...wild, seed: 2 }),
    ];
    expect(again.content).toBe(first.content);
    expect(other.content).not.toBe(first.content);
    expect((await model.generate('x', { ...wild, topK: 1 })).content).toBe(SENTENCE);
    expect((await model.generate('x', { stop: [' hundred'] })).content).toBe(' Water boils at one');
  });

  behaviour('keeps a model in memory as long as it is told to', async ({ runtime }) => {
    const service = await runtime.services.getService('@mediaconduit/ollama-service');
    const model = await talker(runtime);
    const loaded = async () => (await service.request({ path: '/api/ps' })).json<{ models: Loaded[] }>().models;
    await model.generate('x', { numCtx: 512, keepAlive: '1h' });
    const [entry] = (await loaded()).filter(({ name }) => name === 'tiny-talker:latest');
    expect(entry?.context_length).toBe(512);
    await model.generate('x', { keepAlive: 0 });
    await eventually(async () => {
      expect((await loaded()).map(({ name }) => name)).not.toContain('tiny-talker:latest');
    });
  });

  behaviour('tells what a model thinks apart from what it says', async ({ runtime }) => {
    const model = await modelOf<OllamaTextToTextModel>(runtime, 'tiny-thinker');
    const { events, output } = await readStream(model.stream('Hello', { think: true }));
    expect(textOfEvents(events, 'thinking-delta')).toBe('Somebody asks me about tea.');
    expect(output.metadata['thinking']).toBe('Somebody asks me about tea.');
    expect(output.content.trim()).toBe(SENTENCE.trim());
    const plain = await model.transform('Hello', { think: false });
    expect(plain.metadata).not.toHaveProperty('thinking');
  });

  behaviour('asks for a tool, and answers with what the tool said', async ({ runtime }) => {
    const model = await talker(runtime);
    const question = { role: 'user', content: 'How is the weather in Oslo?' } as const;
    const { events, output } = await readStream(model.stream(question.content, { tools: [WEATHER_TOOL] }));
    const call = { id: expect.any(String) as string, name: 'get_weather', arguments: { city: 'Oslo' } };
    expect(events).toContainEqual({ type: 'tool-call', ...call });
    expect(output.metadata['toolCalls']).toEqual([call]);
    const toolCalls = output.metadata['toolCalls'] as [];
    const answer = await model.chat(
      [
        question,
        { role: 'assistant', content: '', toolCalls },
        { role: 'tool', content: '4 degrees', toolName: 'get_weather' },
      ],
      { tools: [{ type: 'function', function: WEATHER_TOOL }] },
    );
    expect(answer.content).toBe(SENTENCE);
  });

  behaviour('answers in the form that was asked for', async ({ runtime }) => {
    const model = await talker(runtime);
    const format = {
      type: 'object',
      properties: { city: { enum: ['Oslo', 'Rome'] }, warm: { type: 'boolean' } },
      required: ['city', 'warm'],
    };
    const text = await model.generate('Where?', { format });
    expect(text.metadata['json']).toEqual({
      city: expect.stringMatching(/^(Oslo|Rome)$/) as string,
      warm: expect.any(Boolean) as boolean,
    });
    const cut = await model.chat([{ role: 'user', content: 'Where?' }], { format, numPredict: 2 });
    expect(cut.metadata).toMatchObject({ doneReason: 'length' });
    expect(cut.metadata).not.toHaveProperty('json');
  });

  behaviour('embeds texts, one or many at once', async ({ runtime }) => {
    const model = await modelOf<OllamaTextToEmbeddingModel>(runtime, 'tiny-embedder');
    const one = await model.transform('tea');
    expect(one.dimensions).toBe(128);
    expect(lengthOf(one)).toBeCloseTo(1, 5);
    const [tea, coffee] = await model.transformAll(['tea', new Text('coffee')]);
    expect([...(tea?.vector ?? [])]).toEqual([...one.vector]);
    expect([...(coffee?.vector ?? [])]).not.toEqual([...one.vector]);
    expect(coffee?.lineage?.inputs).toEqual(['coffee']);
    const short = await model.transform('tea', { dimensions: 16 });
    expect(short.dimensions).toBe(16);
    expect(await model.transformAll([])).toEqual([]);
  });
}

interface Loaded {
  readonly name: string;
  readonly context_length: number;
}

function lengthOf({ vector }: Embedding): number {
  return Math.sqrt([...vector].reduce((sum, value) => sum + value * value, 0));
}

import { Image } from '@mediaconduit/sdk';
import { createPng, temporaryFolder } from '@mediaconduit/testkit';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { OllamaImageToTextModel } from './index';
import { replayedOllama } from './__fixtures__/replayed-ollama';
import { DONE, generating, showing } from './__fixtures__/written-exchanges';

const TAGS = {
  request: { method: 'GET', path: '/api/tags' },
  response: { json: { models: [{ name: 'seer:latest', size: 1, digest: 'a', modified_at: 'b' }] } },
};
const CHAT = {
  request: { method: 'POST', path: '/api/chat' },
  response: { chunks: [{ json: { message: { content: 'a pixel' } } }, { json: DONE }] },
};
const PIXEL = createPng({ width: 1, height: 1 });
const BASE64 = PIXEL.toString('base64');

async function open() {
  const world = await replayedOllama([TAGS, showing('seer', ['completion', 'vision']), generating('a pixel'), CHAT]);
  const model = (await world.ollama.getModel('seer')) as OllamaImageToTextModel;
  const asked = () => world.server.requests.at(-1)?.json;
  return { model, asked, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

describe('OllamaImageToTextModel', () => {
  it.each<[string, () => Image | Buffer | Image[], number]>([
    ['a value', () => new Image(PIXEL), 1],
    ['bytes', () => PIXEL, 1],
    ['several values', () => [new Image(PIXEL), new Image(PIXEL)], 2],
  ])('describes %s', async (_what, input, count) => {
    await using world = await open();
    expect((await world.model.transform(input())).content).toBe('a pixel');
    expect(world.asked()).toMatchObject({
      prompt: 'Describe this image.',
      images: Array(count).fill(BASE64) as string[],
    });
  });

  it('asks what the option prompt says', async () => {
    await using world = await open();
    await world.model.transform(PIXEL, { prompt: 'Which colour?' });
    expect(world.asked()).toMatchObject({ prompt: 'Which colour?', images: [BASE64] });
  });

  it('takes a text with the files of images, and a text alone', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'pixel.png'), PIXEL);
    await using world = await open();
    await world.model.transform({ text: 'Which colour?', images: [join(folder.path, 'pixel.png')] });
    expect(world.asked()).toMatchObject({ prompt: 'Which colour?', images: [BASE64] });
    await world.model.generate('Hello');
    expect(world.asked()).toEqual(expect.not.objectContaining({ images: expect.anything() as unknown }));
  });

  it('takes images in messages', async () => {
    await using world = await open();
    await world.model.chat([{ role: 'user', content: 'What?', images: [PIXEL] }]);
    expect(world.asked()).toMatchObject({ messages: [{ role: 'user', content: 'What?', images: [BASE64] }] });
  });

  it('refuses what is no image', async () => {
    await using world = await open();
    await expect(world.model.transform(Buffer.from('Hello, I am text.'))).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
    });
  });

  it.each<[string, (image: Readable) => Parameters<OllamaImageToTextModel['transform']>[0]]>([
    ['an image', (image) => image],
    ['an image beside a text', (image) => ({ text: 'Which colour?', images: [image] })],
    ['an image in a message', (image) => ({ messages: [{ role: 'user', content: 'What?', images: [image] }] })],
  ])('ends the look at %s of which nothing comes by a deadline of the caller', async (_what, inputOf) => {
    await using world = await open();
    const silent = new Readable({ read: () => undefined });
    const call = world.model.transform(inputOf(silent), { signal: AbortSignal.timeout(20) });
    await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    expect(silent.destroyed).toBe(true);
  });
});

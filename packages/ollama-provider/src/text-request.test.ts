import { Image } from '@mediaconduit/sdk';
import { WEATHER_TOOL } from './__fixtures__/weather-tool';
import { toTextRequest } from './text-request';

const PROMPT = { prompt: 'Hello', images: [] };

describe('toTextRequest', () => {
  it('asks /api/generate to go on behind a prompt', async () => {
    const request = await toTextRequest('tiny', PROMPT, { system: 'a cow', raw: true, suffix: 'end', topK: 3 });
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      path: '/api/generate',
      json: {
        model: 'tiny',
        prompt: 'Hello',
        system: 'a cow',
        raw: true,
        suffix: 'end',
        truncate: false,
        options: { top_k: 3 },
      },
    });
  });

  it('asks /api/chat where there are tools', async () => {
    const { path, json } = await toTextRequest('tiny', PROMPT, { tools: [WEATHER_TOOL] });
    expect(path).toBe('/api/chat');
    expect(json).toMatchObject({
      messages: [{ role: 'user', content: 'Hello' }],
      tools: [{ type: 'function', function: WEATHER_TOOL }],
    });
  });

  it('puts the system in front of messages, and images into them as base64', async () => {
    const images = [new Image(Buffer.from('moo'))];
    const conversation = { messages: [{ role: 'user', content: 'What?', images }] } as const;
    const { json } = await toTextRequest('tiny', conversation, { system: 'a cow', truncate: true, keepAlive: '1m' });
    expect(json).toMatchObject({
      messages: [
        { role: 'system', content: 'a cow' },
        { role: 'user', content: 'What?', images: ['bW9v'] },
      ],
      truncate: true,
      keep_alive: '1m',
    });
  });

  it.each(['raw', 'suffix'] as const)('refuses %s with messages', async (option) => {
    const conversation = { messages: [{ role: 'user', content: 'Hello', images: [] }] } as const;
    const options = option === 'raw' ? { raw: true } : { suffix: 'end' };
    await expect(toTextRequest('tiny', conversation, options)).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      facts: { option },
    });
  });
});

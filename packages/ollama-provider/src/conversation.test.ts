import { Image, Text } from '@mediaconduit/sdk';
import { createPng } from '@mediaconduit/testkit';
import { parseConversation, parseImages } from './conversation';

const PIXEL = createPng({ width: 1, height: 1 });

describe('parseConversation', () => {
  it.each<[string, unknown, object]>([
    ['a string', 'Hello', { prompt: 'Hello', images: [] }],
    ['a Text', new Text('Hello'), { prompt: 'Hello', images: [] }],
    ['a list', ['one', new Text('two')], { prompt: 'one\ntwo', images: [] }],
    ['text with a name', { text: 'Hello' }, { prompt: 'Hello', images: [] }],
  ])('takes %s for a prompt', async (_what, input, conversation) => {
    expect(await parseConversation(input)).toEqual(conversation);
  });

  it('takes images beside a prompt and in messages', async () => {
    const expected = [expect.any(Image) as Image];
    expect(await parseConversation({ text: 'What?', image: PIXEL })).toEqual({ prompt: 'What?', images: expected });
    const message = { role: 'user', content: '', images: [PIXEL] };
    expect(await parseConversation({ messages: [message] })).toEqual({ messages: [{ ...message, images: expected }] });
  });

  it('keeps what tools were asked and said', async () => {
    const messages = [
      { role: 'assistant', content: '', toolCalls: [{ name: 'look', arguments: {} }] },
      { role: 'tool', content: new Text('a cat'), toolName: 'look' },
    ];
    expect(await parseConversation({ messages })).toEqual({
      messages: [
        { ...messages[0], images: [] },
        { ...messages[1], content: 'a cat', images: [] },
      ],
    });
  });

  it.each<[string, unknown, string]>([
    ['no messages', { messages: [] }, 'no messages'],
    ['an unknown role', { messages: [{ role: 'cow', content: 'moo' }] }, 'Message 1 has the role "cow"'],
    ['a message that is none', { messages: [null] }, 'Message 1 has the role undefined'],
    ['content that is no text', { messages: [{ role: 'user', content: 1 }] }, 'no text'],
    ['a user who says nothing', { messages: [{ role: 'user', content: ' ' }] }, 'Message 1 is empty'],
    ['a blank prompt', ' ', 'empty'],
    ['bytes', PIXEL, 'Buffer'],
    ['text where an image is due', { text: 'What?', images: [Buffer.from('Hello, I am text.')] }, 'text/plain'],
    ['a GIF', { text: 'What?', images: [Buffer.from('GIF89a\x01\0\x01\0\0\0\0;')] }, 'does not read image/gif'],
  ])('refuses %s', async (_what, input, message) => {
    await expect(parseConversation(input)).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });

  it('says that the file of an image is missing', async () => {
    await expect(parseImages('/nonexistent/cat.png')).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });
});

import { Image } from './image';
import { Text } from './text';
import { textOf } from './text-of';

const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'MC_INPUT_INVALID', message: expect.stringMatching(message) });

describe('textOf', () => {
  it.each([
    ['a string', 'moo', 'moo'],
    ['a string that starts with white space', '  moo', '  moo'],
    ['a string that starts beyond ASCII', 'über', 'über'],
    ['a Text', new Text('moo'), 'moo'],
    ['a list', ['moo', new Text('bah')], 'moo\nbah'],
    ['{ text }', { text: 'moo' }, 'moo'],
    ['{ text } with a Text', { text: new Text('moo') }, 'moo'],
    [
      'the last message of the user',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'user', content: 'b' },
          { role: 'assistant', content: 'c' },
        ],
      },
      'b',
    ],
  ])('takes %s', (_, input, expected) => {
    expect(textOf(input)).toBe(expected);
  });

  it.each([
    [''],
    ['  \n\t'],
    ['\u00a0'],
    [[]],
    [['', ' ']],
    [new Text('')],
    [{ text: ' ' }],
    [{ messages: [{ role: 'user', content: '' }] }],
  ])('refuses the blank input %j', (input) => {
    expect(() => textOf(input)).toThrow(invalid(/^The text is empty\.$/));
  });

  it.each([
    [undefined, /nothing \(undefined\) was given/],
    [7, /a number was given/],
    [Buffer.alloc(12), /a Buffer of 12 bytes was given/],
    [new Uint8Array(3), /a Uint8Array of 3 bytes was given/],
    [Image.fromBytes(Buffer.alloc(1)), /an Image was given/],
    [{}, /an empty object was given/],
    [{ prompt: 'moo' }, /an object with prompt was given/],
    [new Map(), /a Map was given/],
    [Object.create(null), /an empty object was given/],
    [['moo', 7], /a number was given at position 1 of the list/],
    [[['moo']], /a list of 1 was given at position 0/],
    [{ text: Buffer.alloc(2) }, /a Buffer of 2 bytes was given as "text"/],
    [{ messages: [{ role: 'assistant', content: 'a' }] }, /no message of the user/],
    [{ messages: [null, { role: 'user', content: 5 }] }, /a number was given as the content of a message/],
  ])('refuses %p and says what was given', (input, message) => {
    expect(() => textOf(input)).toThrow(invalid(message));
  });
});

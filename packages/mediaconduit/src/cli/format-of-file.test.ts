import { formatOfFile } from './format-of-file';

const PROPERTIES = { format: { enum: ['mp3', 'wav', 'jpeg'] } };

describe('formatOfFile', () => {
  it.each([
    ['/a/b.wav', PROPERTIES, { format: 'wav' }],
    ['b.MP3', PROPERTIES, { format: 'mp3' }],
    ['b.jpg', PROPERTIES, { format: 'jpeg' }],
    ['b.txt', PROPERTIES, {}],
    ['wav', PROPERTIES, {}],
    [undefined, PROPERTIES, {}],
    ['b.wav', { format: { type: 'string' } }, {}],
    ['b.wav', undefined, {}],
  ])('of %s is %j', (out, properties, format) => expect(formatOfFile(out, properties)).toEqual(format));
});

import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { PNG } from './__fixtures__/sample-bytes';
import { Audio } from './audio';
import { Image } from './image';
import { Model3D } from './model3d';
import { Text } from './text';
import { toMedia } from './to-media';
import { Video } from './video';

const source = (input: unknown): unknown => toMedia('image', input).toJSON()['source'];

describe('toMedia', () => {
  it('passes a value of the kind', () => {
    const image = new Image(PNG);
    expect(toMedia('image', image)).toBe(image);
  });

  it('makes a value of the class of the kind', () => {
    expect(toMedia('audio', PNG)).toBeInstanceOf(Audio);
    expect(toMedia('video', PNG)).toBeInstanceOf(Video);
    expect(toMedia('3d', PNG)).toBeInstanceOf(Model3D);
  });

  it.each([
    ['bytes', new Uint8Array(PNG), { from: 'bytes' }],
    ['a stream', Readable.from([]), { from: 'stream' }],
    [
      'a stream of another library',
      { pipe: () => undefined, on: () => undefined, [Symbol.asyncIterator]: (): unknown => undefined },
      { from: 'stream' },
    ],
    ['an http URL', 'HTTP://example.com/a.png', { from: 'url', url: 'http://example.com/a.png' }],
    ['a URL object', new URL('https://example.com/a.png'), { from: 'url' }],
    ['a data: URL', `data:image/png;base64,${PNG.toString('base64')}`, { from: 'bytes', sizeBytes: PNG.length }],
    ['a file: URL', pathToFileURL('/tmp/a b.png').href, { from: 'file', path: '/tmp/a b.png' }],
    ['a path', 'pictures/a.png', { from: 'file', path: 'pictures/a.png' }],
    ['a path with a drive letter', 'C:\\a.png', { from: 'file', path: 'C:\\a.png' }],
  ])('reads %s', (_, input, expected) => {
    expect(source(input)).toMatchObject(expected);
  });

  it('names both kinds when the value is of another', () => {
    expect(() => toMedia('image', new Text('moo'))).toThrow(
      expect.objectContaining({
        code: 'MC_INPUT_INVALID',
        message: 'Image was expected, and a Text was given.',
        facts: { expected: 'image', given: 'text' },
      }),
    );
  });

  it.each([[undefined], [''], ['  '], [7], [{}], [[]], [Buffer.alloc(0)]])('refuses %p', (input) => {
    expect(() => toMedia('audio', input)).toThrow(expect.objectContaining({ code: 'MC_INPUT_INVALID' }));
  });
});

import { WAV } from './__fixtures__/sample-bytes';
import { Audio } from './audio';
import { Embedding } from './embedding';
import { Image } from './image';
import { Json } from './json-value';
import { isMedia } from './media';
import { Text } from './text';
import { Video } from './video';

/** The SDK as a provider sees it that brought its own copy. */
function otherCopy(): { Text: typeof Text; Image: typeof Image } {
  let copy: unknown;
  jest.isolateModules(() => {
    copy = { ...jest.requireActual('./text'), ...jest.requireActual('./image') };
  });
  return copy as { Text: typeof Text; Image: typeof Image };
}

describe('isMedia', () => {
  it('knows values by kind', () => {
    expect(isMedia(new Text('moo'))).toBe(true);
    expect(isMedia(new Text('moo'), 'text')).toBe(true);
    expect(isMedia(new Text('moo'), 'image')).toBe(false);
    expect(isMedia(new Json({ a: 1 }), 'json')).toBe(true);
  });

  it('knows values of another copy of the SDK', () => {
    const other = otherCopy();
    expect(other.Text).not.toBe(Text);
    expect(isMedia(new other.Text('moo'), 'text')).toBe(true);
  });

  it.each([undefined, null, 'text', 1, {}, [], Buffer.alloc(1), { kind: 'text', content: 'moo' }])(
    'refuses %p',
    (value) => {
      expect(isMedia(value)).toBe(false);
    },
  );
});

describe('Media', () => {
  it('plays its own role, also for a class of another copy of the SDK', () => {
    const text = new Text('moo');
    expect(text.asRole(Text)).toBe(text);
    expect(text.asRole(otherCopy().Text)).toBe(text);
  });

  it('does not become another kind without a provider, and says what can do it', () => {
    const text = new Text('moo');
    const refusal = expect.objectContaining({
      code: 'MC_MEDIA_CAST',
      message: 'Cannot transform Text to Audio without a provider',
      hint: expect.stringContaining('text-to-audio'),
    });
    expect(() => text.asRole(Audio, 'some-model')).toThrow(refusal);
    expect(() => new Video(WAV).asRole(Image)).toThrow('Cannot transform Video to Image without a provider');
  });

  it('answers canPlayRole as asRole does', () => {
    const audio = new Audio(WAV);
    for (const role of [Audio, 'audio', 'Audio', 'AUDIO']) expect(audio.canPlayRole(role)).toBe(true);
    for (const role of [Text, 'text', 'Image', '']) expect(audio.canPlayRole(role)).toBe(false);
  });

  it('never shares metadata with another value or with its maker', () => {
    const metadata = { tags: ['cow'], width: 1 };
    const first = new Image(WAV, 'png', metadata);
    const second = new Image(WAV, 'jpg', metadata);
    first.metadata.width = 2;
    (first.metadata['tags'] as string[]).push('moo');
    expect(second.metadata).toEqual({ tags: ['cow'], width: 1, format: 'jpg' });
    expect(metadata).toEqual({ tags: ['cow'], width: 1 });
    expect(new Text('a').metadata).not.toBe(new Text('b').metadata);
  });

  it('takes new metadata, timing and lineage', () => {
    const video = new Video(WAV, 'mp4', {});
    Object.assign(video.metadata, { width: 640, height: 480 });
    video.timing = { queueMs: 0, startMs: 0, computeMs: 5, transferMs: 1 };
    video.lineage = { provider: 'cows', model: 'film', inputs: [new Text('a cow')] };
    expect(JSON.parse(JSON.stringify(video))).toMatchObject({
      kind: 'video',
      metadata: { format: 'mp4', width: 640, height: 480 },
      timing: { computeMs: 5 },
      lineage: { provider: 'cows', model: 'film', inputs: [{ kind: 'text', content: 'a cow' }] },
    });
  });
});

describe('Embedding', () => {
  it('has as many dimensions as numbers', () => {
    expect(new Embedding(new Float32Array([1, 2, 3]))).toMatchObject({ kind: 'embedding', dimensions: 3 });
    expect(new Embedding([]).isValid()).toBe(false);
    expect(JSON.parse(JSON.stringify(new Embedding(new Float32Array([1, 2]))))).toMatchObject({ vector: [1, 2] });
  });
});

describe('Json', () => {
  it('holds any value but none', () => {
    expect(new Json({ label: 'cow' }).value.label).toBe('cow');
    expect(new Json(null).isValid()).toBe(true);
    expect(new Json(undefined).isValid()).toBe(false);
    expect(JSON.parse(JSON.stringify(new Json([1])))).toMatchObject({ kind: 'json', value: [1] });
  });
});

import { Audio, Embedding, Image, Model3D, Text, Video } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import { mediaMatchers } from '../jest';
import { createGlb } from '../media/create-glb';
import { createJpeg } from '../media/create-jpeg';
import { createMp4 } from '../media/create-mp4';
import { createPng } from '../media/create-png';
import { createVector } from '../media/create-vector';
import { createWav } from '../media/create-wav';

expect.extend(mediaMatchers);

/** The message of a failure. */
async function failure(check: Promise<void> | (() => void)): Promise<string> {
  try {
    await (typeof check === 'function' ? check() : check);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

const wav = createWav({ seconds: 2, sampleRateHz: 8000 });

describe('toBeAudio', () => {
  it('measures values in memory, streams, and bytes', async () => {
    const expected = { format: 'wav', durationSeconds: 2, sampleRateHz: 8000, channels: 1 };
    await expect(new Audio(wav)).toBeAudio(expected);
    await expect(Audio.fromStream(Readable.from([wav]))).toBeAudio(expected);
    await expect(wav).toBeAudio();
    await expect(createPng()).not.toBeAudio();
  });

  it('allows for a tenth of a second, or for what is said', async () => {
    await expect(wav).toBeAudio({ durationSeconds: 2.09 });
    await expect(wav).not.toBeAudio({ durationSeconds: 2.2 });
    await expect(wav).toBeAudio({ durationSeconds: 2.2, toleranceSeconds: 0.5 });
  });

  it('says everything that is wrong, and what was found', async () => {
    expect(await failure(expect(new Audio(wav)).toBeAudio({ format: 'mp3', durationSeconds: 3, channels: 2 }))).toBe(
      [
        "expect(received).toBeAudio({ format: 'mp3', durationSeconds: 3, channels: 2 })",
        '',
        'It is an audio: wav (audio/wav), 2 s, 8000 Hz, 1 channel, 32044 bytes.',
        "- format: 'wav' instead of 'mp3'",
        '- durationSeconds: 2 instead of 3 (± 0.1)',
        '- channels: 1 instead of 2',
      ].join('\n'),
    );
  });

  it.each<[string, unknown, string]>([
    ['a picture', createPng(), '- the bytes are a picture, not an audio'],
    ['a Video with sound in it', new Video(wav), '- the media value says that it is a film, not an audio'],
    ['a Text', new Text('moo'), 'is no media value with bytes'],
    ['a path', '/tmp/a.wav', "- '/tmp/a.wav' is no media value with bytes"],
    ['nothing', undefined, '- undefined is no media value with bytes'],
    ['no bytes', Buffer.alloc(0), '- the bytes are something that nobody recognises, not an audio'],
  ])('refuses %s', async (_what, received, message) => {
    expect(await failure(expect(received).toBeAudio())).toContain(message);
  });

  it('says what is not to be measured', async () => {
    const cut = wav.subarray(0, 20);
    expect(await failure(expect(cut).toBeAudio({ durationSeconds: 2 }))).toContain(
      '- durationSeconds: not to be measured instead of 2 (± 0.1)',
    );
  });

  it('says what was found when it should not be', async () => {
    expect(await failure(expect(wav).not.toBeAudio({ format: 'wav' }))).toMatch(
      /^expect\(received\)\.not\.toBeAudio[^]*It is an audio: wav[^]*It is all of that\.$/,
    );
  });

  it('refuses an expectation that it does not know', async () => {
    const misspelt = { durationSecond: 2 } as object;
    await expect((async () => expect(wav).toBeAudio(misspelt))()).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      hint: 'did you mean "durationSeconds"?',
    });
  });
});

describe('toBeImage', () => {
  it('measures pictures', async () => {
    await expect(new Image(createPng())).toBeImage({ format: 'png', width: 64, height: 48 });
    await expect(createJpeg({ width: 9, height: 17 })).toBeImage({ format: 'jpeg', width: 9, height: 17 });
    expect(await failure(expect(createPng()).toBeImage({ width: 1, height: 48 }))).toContain(
      '- width: 64 instead of 1',
    );
    await expect(createMp4()).not.toBeImage();
  });
});

describe('toBeVideo', () => {
  it('measures films', async () => {
    const film = new Video(createMp4({ seconds: 2, toneHz: 440 }));
    await expect(film).toBeVideo({ format: 'mp4', durationSeconds: 2, width: 64, height: 48, hasSound: true });
    await expect(createMp4()).toBeVideo({ hasSound: false });
    expect(await failure(expect(createMp4()).toBeVideo({ hasSound: true }))).toContain('1 s, no sound,');
    await expect(wav).not.toBeVideo();
  });
});

describe('toBeModel3D', () => {
  it('counts meshes', async () => {
    await expect(new Model3D(createGlb())).toBeModel3D({ format: 'glb', meshes: 1 });
    await expect(createGlb().subarray(0, 100)).not.toBeModel3D({ meshes: 1 });
    await expect(createPng()).not.toBeModel3D();
  });
});

describe('toBeText', () => {
  it('looks at texts and strings', () => {
    expect(new Text('Moo, said the cow.', 'en')).toBeText({ content: /cow/, language: 'en', minCharacters: 5 });
    expect('moo').toBeText({ content: 'moo' });
    expect(new Text(' \n')).not.toBeText();
    expect(createPng()).not.toBeText();
  });

  it('says everything that is wrong', async () => {
    const check = (): void =>
      expect(new Text('moo', 'de')).toBeText({ content: /cow/, language: 'en', minCharacters: 9 });
    expect(await failure(check)).toContain(
      "It is 'moo' in de.\n- content: nothing in it fits /cow/\n- 3 characters, not 9 or more\n- language: 'de' instead of 'en'",
    );
  });
});

describe('toBeEmbedding', () => {
  it('looks at embeddings and lists of numbers', () => {
    expect(new Embedding(createVector({ dimensions: 8 }))).toBeEmbedding({ dimensions: 8, normalized: true });
    expect(new Embedding(new Float32Array([1, 1]))).toBeEmbedding({ normalized: false });
    expect([3, 4]).not.toBeEmbedding({ normalized: true });
    expect(new Text('moo')).not.toBeEmbedding();
  });

  it.each<[string, readonly number[], object, string]>([
    ['what is no number', [1, NaN], {}, '- number 1 is NaN'],
    ['nothing but zeros', [0, 0], {}, '- all its numbers are 0'],
    ['other dimensions', [1, 0], { dimensions: 3 }, '- dimensions: 2 instead of 3'],
  ])('refuses %s', async (_what, vector, expected, message) => {
    expect(await failure(() => expect(vector).toBeEmbedding(expected))).toContain(message);
  });
});

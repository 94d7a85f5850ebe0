import { Readable } from 'node:stream';
import { SAMPLES } from './__fixtures__/sample-bytes';
import { Audio } from './audio';
import { checkMediaType } from './check-media-type';

const check = (bytes: Buffer, kind: 'image' | 'audio' | 'video' | '3d') => checkMediaType(Audio.fromBytes(bytes), kind);
const kinds = { image: 'image', audio: 'audio', video: 'video', model: '3d' } as const;
const media = SAMPLES.flatMap(([mimeType, , bytes]) => {
  const family = mimeType.split('/')[0] as keyof typeof kinds;
  return family in kinds ? [{ mimeType, bytes, kind: kinds[family] }] : [];
});

describe('checkMediaType', () => {
  it.each(media)('takes $mimeType for $kind', async ({ mimeType, bytes, kind }) => {
    expect(await check(bytes, kind)).toMatchObject({ mimeType });
  });

  it('refuses text where sound is expected, and says both', async () => {
    await expect(check(Buffer.from('not found'), 'audio')).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: 'Media of the kind audio was expected, and the bytes are text/plain.',
      facts: { expected: 'audio', mimeType: 'text/plain' },
    });
  });

  it.each(media.filter(({ kind }) => kind === 'image' || kind === '3d'))(
    'refuses $mimeType for sound',
    async ({ bytes }) => {
      await expect(check(bytes, 'audio')).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    },
  );

  it('refuses a document for a picture', async () => {
    await expect(check(Buffer.from('%PDF-1.7\n'), 'image')).rejects.toThrow(/application\/pdf/);
  });

  it('takes films for sound, and text for 3D', async () => {
    await expect(check(Buffer.from('\0\0\0\x18ftypisom'), 'audio')).resolves.toBeDefined();
    await expect(check(Buffer.from('v 0 0 0\n'), '3d')).resolves.toBeDefined();
  });

  it('lets bytes pass that nobody recognises, and refuses none at all', async () => {
    await expect(check(Buffer.from([0xfe, 1, 2]), 'video')).resolves.toMatchObject({ extension: 'bin' });
    await expect(check(Buffer.alloc(0), 'video')).rejects.toThrow(/there are no bytes/);
  });

  it('leaves a stream readable', async () => {
    const audio = Audio.fromStream(Readable.from([Buffer.from('ID3\x03\0\0'), Buffer.from('rest')]));
    await checkMediaType(audio, 'audio');
    expect(String(await audio.bytes())).toBe('ID3\x03\0\0rest');
  });

  it('ends when it is aborted', async () => {
    const silent = Audio.fromStream(new Readable({ read: () => undefined }));
    const aborted = checkMediaType(silent, 'audio', { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });
});

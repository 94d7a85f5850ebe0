import { createBmp } from '../media/create-bmp';
import { createGlb } from '../media/create-glb';
import { createMp4 } from '../media/create-mp4';
import { createPng } from '../media/create-png';
import { createSrt } from '../media/create-subtitles';
import { createWav } from '../media/create-wav';
import { measureMedia } from './measure-media';

describe('measureMedia', () => {
  it.each<[string, Buffer, object]>([
    [
      'sound',
      createWav({ seconds: 1.5, sampleRateHz: 8000, channels: 2 }),
      { kind: 'audio', format: 'wav', durationSeconds: 1.5, sampleRateHz: 8000, channels: 2 },
    ],
    ['a picture', createPng({ width: 5, height: 7 }), { kind: 'image', format: 'png', width: 5, height: 7 }],
    ['another picture', createBmp({ width: 5, height: 7 }), { kind: 'image', format: 'bmp', width: 5, height: 7 }],
    [
      'a film',
      createMp4({ seconds: 2, width: 66, height: 50 }),
      { kind: 'video', format: 'mp4', durationSeconds: 2, width: 66, height: 50, hasSound: false },
    ],
    [
      'a film with sound',
      createMp4({ toneHz: 440 }),
      { kind: 'video', durationSeconds: 1, hasSound: true, sampleRateHz: 16_000, channels: 1 },
    ],
    ['a scene', createGlb(), { kind: '3d', format: 'glb', meshes: 1 }],
    ['text', Buffer.from(createSrt()), { kind: 'text', mimeType: 'text/plain' }],
    ['nothing', Buffer.alloc(0), { kind: 'unknown', sizeBytes: 0 }],
    ['what nobody knows', Buffer.from([1, 2, 3]), { kind: 'unknown', format: 'bin' }],
  ])('measures %s', async (_what, bytes, facts) => {
    expect(await measureMedia(bytes)).toMatchObject({ ...facts, sizeBytes: bytes.length });
  });

  it.each([
    ['a film', createMp4()],
    ['sound', createWav()],
    ['a scene', createGlb()],
    ['a picture', createPng()],
  ])('never fails on %s that is damaged or cut off', async (_what, bytes) => {
    for (const length of [4, 12, 30, 60, 200]) {
      const { sizeBytes } = await measureMedia(bytes.subarray(0, length));
      expect(sizeBytes).toBe(Math.min(length, bytes.length));
    }
    expect(await measureMedia(Buffer.concat([bytes.subarray(0, 40), Buffer.alloc(200, 0xff)]))).toHaveProperty('kind');
  });

  it('does not count the meshes of a scene that is cut off', async () => {
    expect(await measureMedia(createGlb().subarray(0, 300))).not.toHaveProperty('meshes');
  });
});

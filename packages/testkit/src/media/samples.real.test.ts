import { spawnSync } from 'node:child_process';
import { temporaryFolder } from '../folder/temporary-folder';
import { measureMedia } from '../measure/measure-media';
import { createBmp } from './create-bmp';
import { createJpeg } from './create-jpeg';
import { createMp4 } from './create-mp4';
import { createPng } from './create-png';
import { createWav } from './create-wav';
import { encodeMedia } from './encode-media';

function run(program: 'ffmpeg' | 'ffprobe', ...argv: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, ['-v', 'error', ...argv], { maxBuffer: 1e9 });
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function saved<T>(name: string, bytes: Buffer, use: (file: string) => T): Promise<T> {
  await using folder = await temporaryFolder();
  return use(await folder.write(name, bytes));
}

/** Red, green and blue of a pixel, as ffmpeg decodes it. */
const pixelAt = (file: string, x: number, y: number): number[] => [
  ...run('ffmpeg', '-i', file, '-vf', `format=rgb24,crop=1:1:${x}:${y}`, '-frames:v', '1', '-f', 'rawvideo', '-'),
];

const near = (pixel: readonly number[], color: readonly number[]): boolean =>
  pixel.every((value, index) => Math.abs(value - (color[index] ?? NaN)) <= 6);

const COLORS = { color: [200, 30, 60], toColor: [20, 220, 250] } as const;

describe('samples, as ffmpeg sees them', () => {
  it.each([
    ['a.png', createPng({ width: 66, height: 50, ...COLORS })],
    ['a.bmp', createBmp({ width: 66, height: 50, ...COLORS })],
    ['a.mp4', createMp4({ width: 66, height: 50, ...COLORS })],
  ])('%s shows its colours from edge to edge', async (name, bytes) => {
    const [left = [], right = []] = await saved(name, bytes, (file) => [pixelAt(file, 0, 49), pixelAt(file, 65, 0)]);
    expect([left, near(left, COLORS.color)]).toEqual([left, true]);
    expect([right, near(right, COLORS.toColor)]).toEqual([right, true]);
  });

  it.each([
    [64, 48, [200, 30, 60]],
    [9, 17, [0, 0, 0]],
    [8, 8, [255, 255, 255]],
    [100, 10, [0, 0, 255]],
  ] as const)('a JPEG of %i × %i shows its colour', async (width, height, color) => {
    const pixel = await saved('a.jpg', createJpeg({ width, height, color }), (file) =>
      pixelAt(file, width - 1, height - 1),
    );
    expect([pixel, near(pixel, color)]).toEqual([pixel, true]);
  });

  it('a film lasts as long, and has as many pictures and as much sound as it says', async () => {
    const mp4 = createMp4({ seconds: 2, framesPerSecond: 5, width: 50, height: 34, toneHz: 440 });
    const argv = ['-count_frames', '-show_entries', 'stream=codec_type,width,height,nb_read_frames,duration', '-of'];
    const { streams } = await saved('a.mp4', mp4, (file) =>
      JSON.parse(run('ffprobe', ...argv, 'json', file).toString()),
    );
    expect(streams).toMatchObject([
      { codec_type: 'video', width: 50, height: 34, nb_read_frames: '10', duration: '2.000000' },
      { codec_type: 'audio', duration: '2.000000' },
    ]);
  });

  it('a WAV is decoded to what was put in', async () => {
    const wav = createWav({ channels: 2, seconds: 0.25 });
    const pcm = await saved('a.wav', wav, (file) => run('ffmpeg', '-i', file, '-f', 's16le', '-'));
    expect(pcm.equals(wav.subarray(44))).toBe(true);
  });
});

describe('measureMedia, of what ffmpeg made', () => {
  const sound = createWav({ seconds: 2, sampleRateHz: 48_000, channels: 2 });
  it.each(['wav', 'mp3', 'ogg', 'opus', 'flac', 'aac', 'm4a'])('measures sound in %s', async (format) => {
    const facts = await measureMedia(await encodeMedia(sound, { format }));
    expect(facts).toMatchObject({ kind: 'audio', sampleRateHz: 48_000, channels: 2 });
    expect([facts.durationSeconds, Math.abs((facts.durationSeconds ?? NaN) - 2) <= 0.1]).toEqual([
      facts.durationSeconds,
      true,
    ]);
  });

  it('tells sound alone from a film in the same container', async () => {
    for (const format of ['webm', 'mkv', 'mp4'])
      expect(await measureMedia(await encodeMedia(sound, { format }))).toMatchObject({ kind: 'audio' });
  });

  const film = createMp4({ seconds: 2, width: 64, height: 48, toneHz: 440 });
  it.each(['mp4', 'mov', 'mkv', 'webm'])('measures a film in %s', async (format) => {
    const facts = await measureMedia(await encodeMedia(film, { format }));
    expect(facts).toMatchObject({ kind: 'video', width: 64, height: 48, hasSound: true });
    expect([facts.durationSeconds, Math.abs((facts.durationSeconds ?? NaN) - 2) <= 0.1]).toEqual([
      facts.durationSeconds,
      true,
    ]);
  });

  it('says no more than it knows of a film in a transport stream', async () => {
    expect(await measureMedia(await encodeMedia(film, { format: 'ts' }))).toMatchObject({
      kind: 'video',
      format: 'ts',
    });
  });

  it('says what ffmpeg says of what it cannot read', async () => {
    await expect(encodeMedia(Buffer.from('no media'), { format: 'mp3' })).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      message: expect.stringContaining('Invalid data') as string,
    });
  });

  it.each(['jpg', 'webp', 'gif', 'bmp', 'tiff'])('measures a picture in %s', async (format) => {
    const picture = await encodeMedia(createPng({ width: 30, height: 20 }), { format });
    expect(await measureMedia(picture)).toMatchObject({ kind: 'image', width: 30, height: 20 });
  });
});

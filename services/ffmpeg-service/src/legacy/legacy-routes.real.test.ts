import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { film, media, RunningService, type Upload } from '../__fixtures__/running-service';

const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-legacy-'));
const FILM = media(folder, 'film.mp4', film(2));

describe('legacyRoutes', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start();
  });

  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => expect([service.jobFolders(), service.stderr]).toEqual([[], '']));

  const one: Upload = [['video', FILM, 'film.mp4']];

  it('answers JSON with a path to fetch, as the old client expects', async () => {
    const fields = { outputFormat: 'mp3', sampleRate: '22050', channels: '1', bitrate: '64k', duration: '1' };
    const answer = (await (await service.send('/video/extractAudio', one, fields)).json()) as {
      data: { outputPath: string };
    };
    expect(answer).toEqual({
      success: true,
      data: {
        outputPath: expect.stringMatching(/^\/outputs\//),
        filename: 'film.mp3',
        format: 'mp3',
        metadata: {
          duration: expect.closeTo(1, 0),
          sampleRate: 22_050,
          channels: 1,
          size: expect.any(Number),
          bitrate: expect.any(Number),
        },
        processingTime: expect.any(Number),
      },
    });
    const result = await service.get(answer.data.outputPath);
    expect([result.status, result.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    await result.arrayBuffer();
  });

  it('answers the bytes when they are asked for, as the old server did', async () => {
    const headers = { accept: 'audio/*' };
    const answer = await service.send('/audio/convert', [['audio', FILM]], { outputFormat: 'wav' }, { headers });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'x-audio-channels': '1',
      'x-audio-sample-rate': '44100',
      'x-processing-time': expect.stringMatching(/^\d+$/),
    });
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
  });

  it('says what a film is', async () => {
    expect(await (await service.send('/video/metadata', one)).json()).toMatchObject({
      ...{ format: 'mp4', size: FILM.length, width: 160, height: 120, fps: 25, framerate: 25 },
      ...{ videoCodec: 'h264', audioCodec: 'aac', channels: 1, sampleRate: 44_100 },
    });
  });

  it('takes frames', async () => {
    const single = await (
      await service.send('/video/extractFrame', one, { frameTime: '1', format: 'jpg', width: '80' })
    ).json();
    expect(single).toMatchObject({ totalFrames: 1, frames: [{ format: 'jpg', width: 80, height: 60 }] });
    const several = await service.send('/video/extractFrame', one, { multiple: 'true', frameRate: '2' });
    expect(await several.json()).toMatchObject({ totalFrames: 4 });
  });

  it('puts films one after the other', async () => {
    const films: Upload = [
      ['video1', FILM],
      ['video2', FILM],
    ];
    const answer = await service.send('/video/compose', films);
    expect(await answer.json()).toMatchObject({ data: { metadata: { duration: expect.closeTo(4, 0), width: 160 } } });
  });

  it('sends films through a graph of allowed filters', async () => {
    const fields = { filterComplex: '[0:v]hflip,scale=80:60[final_video]', codec: 'h264_nvenc' };
    const answer = await service.send('/video/filter', [['file0', FILM]], fields, { headers: { accept: 'video/mp4' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'video/mp4', 'x-video-width': '80' });
    await answer.arrayBuffer();
  });

  it.each<[string, Record<string, string>, string]>([
    ['/video/filter', { filterComplex: 'movie=/etc/passwd[final_video]' }, 'the filter "movie" is not allowed'],
    ['/video/filter', { filterComplex: '[0:v]null[x]' }, 'has no output [final_video]'],
    ['/video/filter', {}, 'filterComplex is required'],
    ['/video/filter', { filterComplex: '[0:v]null[final_video]', resolution: '1x' }, 'resolution must be such as'],
    ['/video/extractAudio', { outputFormat: '../../x' }, 'outputFormat must be one of wav, mp3'],
    ['/video/extractAudio', { sampleRate: '1e9' }, 'sampleRate must be a number from 8000'],
    ['/video/extractAudio', { bitrate: '128k;rm' }, 'bitrate must be such as 192k'],
  ])('refuses on %s %j', async (path, fields, text) => {
    const answer = await service.send(path, one, fields);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'invalid-options', error: expect.stringContaining(text) });
  });
});

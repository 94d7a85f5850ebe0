import { Audio, SILENT_LOGGER, Video, type Progress } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { createFakeServiceHandle, createMp4, type FakeReply, type FakeServiceHandle } from '@mediaconduit/testkit';
import { mediaMatchers } from '@mediaconduit/testkit/jest';
import { BYTES, lines, OUTPUT, RESULT, SOUND_FACTS } from './__fixtures__/task-replies';
import FfmpegDefault, {
  FFMPEGDockerProvider,
  FfmpegAudioToAudioModel,
  FfmpegProvider,
  FfmpegVideoToAudioModel,
  FfmpegVideoToImageModel,
  FfmpegVideoToVideoModel,
} from './index';

expect.extend(mediaMatchers);

const FILM = createMp4();

function createProvider(replies: Record<string, FakeReply | Error> = {}): {
  service: FakeServiceHandle;
  provider: FfmpegProvider;
} {
  const manifest = readProviderManifestSync(FfmpegProvider.packageFolder);
  if (!manifest) throw new Error('no manifest in the package folder');
  const service = createFakeServiceHandle({
    serviceId: 'ffmpeg-service',
    replies: { [`GET ${OUTPUT.url}`]: BYTES, ...replies },
  });
  return { service, provider: new FfmpegProvider({ manifest, service, config: {}, log: SILENT_LOGGER }) };
}

async function soundModel(
  reply: FakeReply | Error,
): Promise<{ service: FakeServiceHandle; model: FfmpegVideoToAudioModel }> {
  const { provider, service } = createProvider({ 'POST /v1/tasks/video-to-audio': reply });
  return { service, model: (await provider.getModel('ffmpeg-video-to-audio')) as FfmpegVideoToAudioModel };
}

describe('FfmpegProvider', () => {
  it('is what its manifest says', () => {
    const { provider } = createProvider();
    expect(provider.id).toBe('ffmpeg');
    expect(provider.manifest.warnings).toEqual([]);
    expect(provider.manifest.service).toEqual({ identifier: '@mediaconduit/ffmpeg-service' });
    expect(provider.getModelsForCapability('VIDEO_TO_AUDIO').map(({ id }) => id)).toEqual(['ffmpeg-video-to-audio']);
  });

  it.each([
    ['ffmpeg-video-to-audio', FfmpegVideoToAudioModel],
    ['ffmpeg-audio-to-audio', FfmpegAudioToAudioModel],
    ['ffmpeg-video-to-image', FfmpegVideoToImageModel],
    ['ffmpeg-video-composer', FfmpegVideoToVideoModel],
    ['ffmpeg-video-filter', FfmpegVideoToVideoModel],
  ])('makes the model %s without starting the service', async (id, type) => {
    const { provider, service } = createProvider();
    expect(await provider.getModel(id)).toBeInstanceOf(type);
    expect(service.generation).toBe(0);
  });

  it('has its old name, and is the default export', () => {
    expect([FFMPEGDockerProvider, FfmpegDefault]).toEqual([FfmpegProvider, FfmpegProvider]);
  });

  it('puts what a file is into its metadata', async () => {
    const { provider, service } = createProvider({ 'POST /v1/probe': { json: { media: [SOUND_FACTS] } } });
    const sound = Audio.fromBytes(FILM, { metadata: { title: 'mine' } });
    expect(await provider.metadataOf(sound)).toEqual(SOUND_FACTS);
    expect(sound.metadata).toEqual({
      title: 'mine',
      format: 'wav',
      duration: 4.017052,
      sizeBytes: 354_418,
      bitrate: 705_827,
      audioCodec: 'pcm_s16le',
      channels: 1,
      sampleRateHz: 44_100,
    });
    expect(service.requests[0]).toMatchObject({ path: '/v1/probe', timeoutMs: 0 });
  });

  it.each([[{}], [{ media: [] }], [{ media: [{ format: 7 }] }], ['text']])(
    'refuses %j as facts about a file',
    async (json) => {
      const { provider } = createProvider({ 'POST /v1/probe': { json } });
      await expect(provider.metadataOf(Audio.fromBytes(FILM))).rejects.toMatchObject({
        code: 'MC_SERVICE_REPLY_INVALID',
      });
    },
  );
});

describe('FfmpegVideoToAudioModel', () => {
  it('sends options and file, and fetches the result', async () => {
    const { model, service } = await soundModel(RESULT);
    const { signal } = new AbortController();
    const sound = await model.transform(Video.fromBytes(FILM), { format: 'wav', channels: 1, signal, timeoutMs: 7000 });
    await expect(sound).toBeAudio({ format: 'wav', durationSeconds: 1 });
    expect(service.requests).toEqual([
      {
        path: '/v1/tasks/video-to-audio',
        form: {
          parameters: '{"format":"wav","channels":1}',
          video: [{ content: FILM, fileName: 'media.mp4', contentType: 'video/mp4', sizeBytes: FILM.length }],
        },
        signal,
        timeoutMs: 7000,
        onUpload: undefined,
      },
      { path: OUTPUT.url, signal, timeoutMs: 7000 },
    ]);
  });

  it('says what the result is, from what it was made and how long it took', async () => {
    const { model } = await soundModel(RESULT);
    const film = Video.fromBytes(FILM);
    const sound = await model.transform(film, { format: 'wav' });
    expect(sound.metadata).toMatchObject({ format: 'wav', duration: 4.017052, fileName: 'video.wav' });
    expect(sound.lineage).toEqual({
      provider: 'ffmpeg',
      model: 'ffmpeg-video-to-audio',
      options: { format: 'wav' },
      inputs: [film],
    });
    expect(sound.timing).toMatchObject({ queueMs: 0, startMs: 0 });
    expect(sound.timing?.computeMs).toBeGreaterThanOrEqual(0);
  });

  it('tells how long the call waited for others in the service', async () => {
    const { model } = await soundModel(lines({ type: 'result', outputs: [OUTPUT], queueMs: 7, processingTimeMs: 5 }));
    const { timing } = await model.transform(FILM);
    expect(timing).toMatchObject({ queueMs: 7, startMs: 0 });
  });

  it('has no deadline of its own', async () => {
    const { model, service } = await soundModel(RESULT);
    await model.transform(FILM);
    expect(service.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([0, 0]);
  });

  it('reports the upload and the work', async () => {
    const { model, service } = await soundModel(RESULT);
    const reports: Progress[] = [];
    await model.transform(FILM, { onProgress: (progress) => void reports.push(progress) });
    const { onUpload } = service.requests[0] ?? {};
    expect(reports.map(({ phase, completed }) => [phase, completed])).toEqual([
      ['upload', 0],
      ['compute', 0],
      ['compute', 100],
    ]);
    reports.length = 0;
    for (const sent of [10, 11, 500, 1000]) onUpload?.(sent, 1000);
    expect(reports.map(({ completed }) => completed)).toEqual([10, 500, 1000]);
    reports.length = 0;
    for (const sent of [2000, 3000, 9_000_000]) onUpload?.(sent, undefined);
    expect(reports.map(({ completed }) => completed)).toEqual([2000, 9_000_000]);
  });

  it.each<[string, FakeReply | Error, string]>([
    ['an error line', lines({ type: 'error', error: 'no space', code: 'no-space', status: 507 }), 'MC_DISK_FULL'],
    ['broken media', lines({ type: 'error', error: 'broken', code: 'invalid-input', status: 422 }), 'MC_INPUT_INVALID'],
    ['a death by memory', lines({ type: 'error', error: 'x', code: 'out-of-memory', status: 507 }), 'MC_OUT_OF_MEMORY'],
    ['an unknown fault', lines({ type: 'error', error: 'ffmpeg failed', status: 500 }), 'MC_SERVICE_ERROR'],
    ['no result', lines({ type: 'progress', phase: 'a', message: 'b' }), 'MC_SERVICE_REPLY_INVALID'],
    ['an empty result', lines({ type: 'result', outputs: [] }), 'MC_SERVICE_REPLY_INVALID'],
    [
      'a result elsewhere',
      lines({ type: 'result', outputs: [{ ...OUTPUT, url: '//evil' }] }),
      'MC_SERVICE_REPLY_INVALID',
    ],
    ['an unknown line', lines({ type: 'odd' }), 'MC_SERVICE_REPLY_INVALID'],
    ['no JSON', { text: 'hello\n' }, 'MC_SERVICE_REPLY_INVALID'],
  ])('throws for %s', async (_what, reply, code) => {
    const { model } = await soundModel(reply);
    await expect(model.transform(FILM)).rejects.toMatchObject({ code, name: 'MediaConduitError' });
  });

  it.each<[string, unknown, object | undefined, string]>([
    ['text', Buffer.from('hello world'), undefined, 'MC_INPUT_INVALID'],
    ['a number', 7, undefined, 'MC_INPUT_INVALID'],
    ['a picture', { video: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') }, undefined, 'MC_INPUT_INVALID'],
    ['another name', { audio: FILM }, undefined, 'MC_INPUT_INVALID'],
    ['nothing', [], undefined, 'MC_INPUT_INVALID'],
    ['an unknown option', FILM, { formatt: 'wav' }, 'MC_OPTIONS_INVALID'],
    ['an option out of range', FILM, { channels: 9 }, 'MC_OPTIONS_INVALID'],
  ])('refuses %s before the service is started', async (_what, input, options, code) => {
    const { model, service } = await soundModel(RESULT);
    await expect(model.transform(input as never, options)).rejects.toMatchObject({ code });
    expect(service.generation).toBe(0);
  });

  it('refuses what is larger than the model takes', async () => {
    const { provider, service } = createProvider();
    const large = Video.fromBytes(FILM);
    large.sizeBytes = async () => 17_179_869_185;
    await expect((await provider.getModel('ffmpeg-video-to-audio')).transform(large)).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
      facts: { maxInputBytes: 17_179_869_184 },
    });
    expect(service.generation).toBe(0);
  });
});

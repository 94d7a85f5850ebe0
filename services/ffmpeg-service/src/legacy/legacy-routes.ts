import {
  defineRoute,
  fault,
  type HandlerResult,
  type ReceivedForm,
  type RequestContext,
  type Route,
} from '@mediaconduit/service-kit';
import type { Scratch } from '../scratch';
import type { SoundParameters } from '../graph/build-sound';
import { imageWork } from '../task/image-work';
import type { Work } from '../task/job';
import { finishJob, probeAll, type FinishedOutput, type Workshop } from '../task/run-job';
import { soundWork } from '../task/sound-work';
import { videoWork } from '../task/video-work';
import { uploadBody } from '../upload-body';
import { filterWork } from './filter-work';
import { FormFields } from './form-fields';
import { legacyReply, type LegacyWords } from './legacy-reply';

const AUDIO_FORMATS = ['wav', 'mp3', 'flac', 'm4a', 'aac', 'ogg'] as const;
const VIDEO_FORMATS = ['mp4', 'webm', 'mkv', 'mov'] as const;

const AUDIO_WORDS: LegacyWords = {
  headers: ({ metadata: { duration, audio } }) => ({
    'x-audio-duration': duration,
    'x-audio-channels': audio?.channels,
    'x-audio-sample-rate': audio?.sampleRateHz,
  }),
  data: (output, { processingTimeMs }) => ({
    outputPath: output.url,
    filename: output.fileName,
    format: extensionOf(output),
    metadata: {
      duration: output.metadata.duration,
      sampleRate: output.metadata.audio?.sampleRateHz,
      channels: output.metadata.audio?.channels,
      size: output.sizeBytes,
      bitrate: output.metadata.bitrate,
    },
    processingTime: processingTimeMs,
  }),
};

const VIDEO_WORDS: LegacyWords = {
  headers: ({ metadata: { duration, video } }) => ({
    'x-video-duration': duration,
    'x-video-width': video?.width,
    'x-video-height': video?.height,
    'x-video-fps': video?.fps,
    'x-video-count': 1,
  }),
  data: (output, { processingTimeMs }) => ({
    outputPath: output.url,
    filename: output.fileName,
    format: extensionOf(output),
    metadata: {
      duration: output.metadata.duration,
      width: output.metadata.video?.width,
      height: output.metadata.video?.height,
      fps: output.metadata.video?.fps,
      size: output.sizeBytes,
      bitrate: output.metadata.bitrate,
    },
    processingTime: processingTimeMs,
  }),
};

type Handle = (context: RequestContext<ReceivedForm>, fields: FormFields) => Promise<HandlerResult>;

/** The paths of the first ffmpeg service, for its clients. */
export function legacyRoutes(workshop: Workshop, scratch: Scratch): Route[] {
  const upload = uploadBody(scratch, workshop.queue, {});
  const route = (path: string, summary: string, handle: Handle): Route =>
    defineRoute<ReceivedForm>({
      method: 'POST',
      path,
      summary: `${summary}, for clients of the first service`,
      ...upload,
      handle: async (context) => {
        await using form = context.body;
        return await handle(context, new FormFields(form.fields)); // the form must live as long as the work
      },
    });
  const made = async (context: RequestContext<ReceivedForm>, work: Work, words: LegacyWords): Promise<HandlerResult> =>
    legacyReply(context, workshop.outputs, await finishJob(workshop, context.body, work, context.signal), words);
  return [
    route('/video/extractAudio', 'Takes the sound out of a film', (context, fields) =>
      made(context, soundWork(soundParameters(fields)), AUDIO_WORDS),
    ),
    route('/audio/convert', 'Converts a sound', (context, fields) =>
      made(context, soundWork(soundParameters(fields)), AUDIO_WORDS),
    ),
    route('/video/compose', 'Puts films one after the other', (context, fields) =>
      made(context, videoWork({ format: fields.choice('outputFormat', VIDEO_FORMATS) }), VIDEO_WORDS),
    ),
    route('/video/filter', 'Sends films through a filter graph of allowed filters', (context, fields) =>
      made(context, filterWork(fields, VIDEO_FORMATS), VIDEO_WORDS),
    ),
    route('/video/extractFrame', 'Takes pictures out of a film', (context, fields) =>
      frames(workshop, context, fields),
    ),
    route('/video/metadata', 'What a film is', async ({ body, signal }) => metadataOf(workshop, body, signal)),
  ];
}

function soundParameters(fields: FormFields): SoundParameters {
  return {
    format: fields.choice('outputFormat', AUDIO_FORMATS) ?? 'wav',
    sampleRateHz: fields.integer('sampleRate', 8000, 192_000),
    channels: fields.integer('channels', 1, 8),
    bitrateKbps: fields.kilobits('bitrate'),
    start: fields.number('startTime', 0, 1e6),
    duration: fields.number('duration', 0.001, 1e6),
    volume: fields.number('volume', 0, 10),
    normalize: fields.flag('normalize'),
  };
}

async function frames(
  workshop: Workshop,
  { body, signal }: RequestContext<ReceivedForm>,
  fields: FormFields,
): Promise<object> {
  const isMultiple = fields.flag('multiple');
  const rate = fields.number('frameRate', 0.001, 1000);
  const frame = fields.integer('frameNumber', 0, 1e9);
  const work = imageWork({
    kind: isMultiple ? 'thumbnails' : 'frame',
    every: isMultiple && rate !== undefined ? 1 / rate : undefined,
    time: frame === undefined && !isMultiple ? fields.number('frameTime', 0, 1e6) : undefined,
    frame,
    format: fields.choice('format', ['png', 'jpg', 'webp']),
    width: fields.integer('width', 2, 8192),
    height: fields.integer('height', 2, 8192),
    quality: fields.integer('quality', 1, 100),
  });
  const { outputs, processingTimeMs } = await finishJob(workshop, body, work, signal);
  return {
    frames: outputs.map((output) => ({
      filename: output.fileName,
      path: output.url,
      format: extensionOf(output),
      width: output.metadata.video?.width,
      height: output.metadata.video?.height,
      size: output.sizeBytes,
    })),
    processingTime: processingTimeMs,
    totalFrames: outputs.length,
  };
}

async function metadataOf({ toolbox }: Workshop, form: ReceivedForm, signal: AbortSignal): Promise<object> {
  const [media] = await probeAll(toolbox, form, signal);
  if (!media) throw fault('invalid-input', 'no file was sent');
  const { format, duration, sizeBytes, bitrate, video, audio } = media;
  return {
    ...{ format, duration, size: sizeBytes, bitrate, width: video?.width, height: video?.height },
    ...{ fps: video?.fps, framerate: video?.fps, videoCodec: video?.codec },
    ...{ audioCodec: audio?.codec, channels: audio?.channels, sampleRate: audio?.sampleRateHz },
  };
}

function extensionOf({ fileName }: FinishedOutput): string {
  return fileName.slice(fileName.lastIndexOf('.') + 1);
}

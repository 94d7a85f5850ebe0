import { defineBody, defineRoute, type ReceivedForm, type Route } from '@mediaconduit/service-kit';
import type { Composition } from './graph/composition';
import { buildComposition } from './graph/build-composition';
import { compositionProblems } from './graph/composition-problems';
import type { MediaFacts } from './parameters/media-facts';
import { COMPOSITION_PARAMETERS } from './parameters/composition-parameters';
import type { Scratch } from './scratch';
import { AUDIO_ENCODERS, OUTPUT_FORMATS, VIDEO_ENCODERS } from './task/output-format';
import { probeAll, type Workshop } from './task/run-job';
import { uploadBody } from './upload-body';

const MODELS = [
  { id: 'ffmpeg-video-to-audio', capabilities: ['video-to-audio'] },
  { id: 'ffmpeg-audio-to-audio', capabilities: ['audio-to-audio'] },
  { id: 'ffmpeg-video-to-video', capabilities: ['video-to-video'] },
  { id: 'ffmpeg-video-to-image', capabilities: ['video-to-image'] },
  { id: 'ffmpeg-image-to-video', capabilities: ['image-to-video'] },
];

const COMPOSITION = defineBody(COMPOSITION_PARAMETERS);

/** A composition, and what is known about its files. */
const PREVIEW = defineBody({
  type: 'object',
  required: ['composition'],
  additionalProperties: false,
  properties: {
    composition: { type: 'object', description: 'As video-to-video takes it.' },
    media: { type: 'array', items: { type: 'object' }, description: 'What POST /v1/probe answered for each file.' },
  },
} as const);

/** Files of which nothing is known: long enough, with picture and sound. */
const ANY_MEDIA: MediaFacts = {
  format: 'mp4',
  sizeBytes: 0,
  isImage: false,
  isEncrypted: false,
  video: { codec: 'h264', width: 1280, height: 720, fps: 25 },
  audio: { codec: 'aac', channels: 2, sampleRateHz: 48_000 },
  streams: [],
  tags: {},
};

/** What the service can do, what files are, and what a composition would become. */
export function infoRoutes(workshop: Workshop, scratch: Scratch): Route[] {
  const { toolbox, outputs } = workshop;
  const probe = defineRoute<ReceivedForm>({
    method: 'POST',
    path: '/v1/probe',
    summary: 'What files are: format, length, size, streams',
    ...uploadBody(scratch, workshop.queue, { files: ['file'] }),
    handle: async ({ body, signal }) => {
      await using form = body;
      return { media: await probeAll(toolbox, form, signal) };
    },
  });
  const preview = defineRoute({
    method: 'POST',
    path: '/v1/compositions/preview',
    summary: 'The filter graph of a composition, or what is wrong with it; without files',
    body: PREVIEW,
    handle: ({ body }) =>
      previewOf(COMPOSITION.parse(body.composition), body.media as readonly MediaFacts[] | undefined),
  });
  return [
    probe,
    preview,
    { method: 'GET', path: '/models', summary: 'Models by capability', handle: () => ({ models: MODELS }) },
    {
      method: 'GET',
      path: '/capabilities',
      summary: 'Formats, codecs and encoders of this ffmpeg',
      handle: async () => ({
        ...(await toolbox.encoders()),
        formats: Object.keys(OUTPUT_FORMATS),
        videoCodecs: VIDEO_ENCODERS,
        audioCodecs: AUDIO_ENCODERS,
      }),
    },
    {
      method: 'GET',
      path: '/outputs/{name}',
      summary: 'A result, until it was read whole',
      handle: ({ params: { name = '' }, method }) => (method === 'HEAD' ? outputs.describe(name) : outputs.take(name)),
    },
  ];
}

function previewOf(composition: Composition, known: readonly MediaFacts[] | undefined): object {
  const problems = compositionProblems(composition, known);
  if (problems.length > 0) return { problems };
  const { clips, overlays = [], audioTracks = [] } = composition;
  const count = Math.max(...[...clips, ...overlays, ...audioTracks].map(({ input = 0 }) => input)) + 1;
  const media = known ?? Array.from({ length: count }, () => ANY_MEDIA);
  const { inputs, filterGraph, video, audio, seconds } = buildComposition(composition, media);
  return { problems, inputs, filterGraph, video, audio, seconds };
}

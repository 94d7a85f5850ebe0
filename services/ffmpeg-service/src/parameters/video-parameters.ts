import { SOUND_PROPERTIES } from './audio-parameters';
import {
  COMPOSITION_PARAMETERS,
  FIT_PROPERTY,
  PICTURE_PROPERTIES,
  PIXELS,
  PLACE_PROPERTIES,
} from './composition-parameters';
import { FADE_PROPERTIES, TIME_PROPERTIES } from './time-properties';

/** How a film is written. */
const ENCODING_PROPERTIES = {
  format: { enum: ['mp4', 'webm', 'mkv', 'mov', 'gif'], description: 'Default: mp4.' },
  videoCodec: {
    enum: ['h264', 'h265', 'vp8', 'vp9', 'av1', 'mpeg4', 'copy'],
    description: 'copy changes nothing of the picture. Default: h264, in webm vp9.',
  },
  audioCodec: {
    enum: ['aac', 'mp3', 'opus', 'vorbis', 'flac', 'copy', 'none'],
    description: 'Default: aac, in webm opus.',
  },
  encoder: {
    type: 'string',
    pattern: '^[a-zA-Z0-9_-]{1,40}$',
    description:
      'A video encoder that GET /capabilities of the service lists, such as h264_nvenc; wins over videoCodec.',
  },
  crf: { type: 'integer', minimum: 0, maximum: 63, description: 'Quality, 0 is best. Default: that of the encoder.' },
  preset: {
    enum: ['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'],
    description: 'Time against size, for h264 and h265. Default: medium.',
  },
  videoBitrateKbps: { type: 'integer', minimum: 10, maximum: 500_000, description: 'Instead of crf.' },
  audioBitrateKbps: { type: 'integer', minimum: 8, maximum: 1024, description: 'Default: that of the encoder.' },
  fps: { type: 'number', minimum: 1, maximum: 240, description: 'Pictures per second. Default: as it is.' },
} as const;

const SIZE_PROPERTIES = {
  width: { ...PIXELS, description: 'In pixels; the height follows when it is not given. Default: as it is.' },
  height: { ...PIXELS, description: 'In pixels; the width follows when it is not given. Default: as it is.' },
  fit: FIT_PROPERTY,
} as const;

/** Options of `video-to-video`. */
export const VIDEO_TO_VIDEO_PARAMETERS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...ENCODING_PROPERTIES,
    ...TIME_PROPERTIES,
    ...SIZE_PROPERTIES,
    ...PICTURE_PROPERTIES,
    ...SOUND_PROPERTIES,
    ...FADE_PROPERTIES,
    mute: { type: 'boolean', description: 'Leaves out the sound of the film. Default: false.' },
    transition: {
      type: 'number',
      minimum: 0,
      maximum: 60,
      description: 'Seconds of cross-fading between several films.',
    },
    audio: {
      enum: ['replace', 'mix'],
      description: 'What { video, audio } does with the sound of the video. Default: replace.',
    },
    overlay: {
      type: 'object',
      additionalProperties: false,
      properties: { ...PLACE_PROPERTIES, width: PIXELS, height: PIXELS },
      description: 'Where { video, overlay } puts the overlay: { position, x, y, width, opacity, from, until }.',
    },
    composition: { ...COMPOSITION_PARAMETERS, description: 'A whole composition; composition() builds it.' },
  },
} as const;

/** Options of `image-to-video`. */
export const IMAGE_TO_VIDEO_PARAMETERS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...ENCODING_PROPERTIES,
    ...SIZE_PROPERTIES,
    ...FADE_PROPERTIES,
    seconds: {
      type: 'number',
      minimum: 0.04,
      maximum: 86_400,
      description: 'How long each picture stays. Default: 3.',
    },
    durations: {
      type: 'array',
      minItems: 1,
      items: { type: 'number', minimum: 0.04, maximum: 86_400 },
      description: 'How long each picture stays, one by one; wins over seconds.',
    },
    transition: { type: 'number', minimum: 0, maximum: 60, description: 'Seconds of cross-fading. Default: 0.' },
    volume: SOUND_PROPERTIES.volume,
  },
} as const;

/** Options of `video-to-image`. */
export const VIDEO_TO_IMAGE_PARAMETERS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: {
      enum: ['frame', 'thumbnails', 'sprite'],
      description: 'One picture, several, or several on one sheet. Default: frame.',
    },
    format: { enum: ['png', 'jpg', 'webp'], description: 'Default: png; of a sprite jpg.' },
    quality: { type: 'integer', minimum: 1, maximum: 100, description: 'Of jpg and webp. Default: 90.' },
    time: {
      type: 'number',
      minimum: 0,
      description: 'Second of the frame. Default: 1, or the middle of a shorter film.',
    },
    frame: { type: 'integer', minimum: 0, description: 'Number of the frame, from 0; wins over time.' },
    count: { type: 'integer', minimum: 1, maximum: 1000, description: 'How many thumbnails. Default: 9.' },
    every: { type: 'number', exclusiveMinimum: 0, description: 'Seconds between thumbnails, instead of count.' },
    columns: { type: 'integer', minimum: 1, maximum: 100, description: 'Of a sprite. Default: 3.' },
    ...TIME_PROPERTIES,
    ...SIZE_PROPERTIES,
  },
} as const;

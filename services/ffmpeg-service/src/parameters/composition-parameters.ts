import { FADE_PROPERTIES, TIME_PROPERTIES } from './time-properties';

/** Where something stands in the picture. */
export const POSITIONS = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;

/** How a picture fills a size of another shape: with bars, cut, or distorted. */
export const FIT_PROPERTY = { enum: ['contain', 'cover', 'stretch'], description: 'Default: contain.' } as const;

/** A length of a picture in pixels. */
export const PIXELS = { type: 'integer', minimum: 2, maximum: 8192 } as const;

/** What can be done to the picture of one clip. */
export const PICTURE_PROPERTIES = {
  crop: {
    type: 'object',
    required: ['width', 'height'],
    additionalProperties: false,
    properties: {
      x: { type: 'integer', minimum: 0 },
      y: { type: 'integer', minimum: 0 },
      width: PIXELS,
      height: PIXELS,
    },
    description: 'The part to keep, in pixels: { x, y, width, height }.',
  },
  rotate: { enum: [90, 180, 270], description: 'Degrees clockwise.' },
  flip: { enum: ['horizontal', 'vertical'], description: 'Mirrors the picture.' },
} as const;

const INPUT = { type: 'integer', minimum: 0, maximum: 99, description: 'Number of the file, from 0.' } as const;
const VOLUME = { type: 'number', minimum: 0, maximum: 10 } as const;

const CLIP = {
  type: 'object',
  required: ['input'],
  additionalProperties: false,
  properties: {
    input: INPUT,
    ...TIME_PROPERTIES,
    ...PICTURE_PROPERTIES,
    ...FADE_PROPERTIES,
    speed: { type: 'number', minimum: 0.25, maximum: 4 },
    volume: VOLUME,
    mute: { type: 'boolean' },
    fit: FIT_PROPERTY,
  },
} as const;

/** Where and when something lies over the picture. */
export const PLACE_PROPERTIES = {
  position: { enum: POSITIONS, description: 'Default: bottom-right.' },
  x: { type: 'integer', minimum: -8192, maximum: 8192, description: 'Pixels from the left; wins over position.' },
  y: { type: 'integer', minimum: -8192, maximum: 8192, description: 'Pixels from the top; wins over position.' },
  margin: { type: 'integer', minimum: 0, maximum: 8192, description: 'Pixels to the border. Default: 16.' },
  opacity: { type: 'number', minimum: 0, maximum: 1, description: 'Default: 1.' },
  from: { type: 'number', minimum: 0, description: 'Second at which it appears. Default: 0.' },
  until: { type: 'number', exclusiveMinimum: 0, description: 'Second at which it goes. Default: the end.' },
} as const;

const OVERLAY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    input: INPUT,
    text: { type: 'string', minLength: 1, maxLength: 1000 },
    fontSize: { type: 'integer', minimum: 4, maximum: 1000 },
    color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
    ...PLACE_PROPERTIES,
    width: PIXELS,
    height: PIXELS,
  },
} as const;

const AUDIO_TRACK = {
  type: 'object',
  required: ['input'],
  additionalProperties: false,
  properties: {
    input: INPUT,
    ...TIME_PROPERTIES,
    ...FADE_PROPERTIES,
    at: { type: 'number', minimum: 0, description: 'Second of the result at which it begins.' },
    volume: VOLUME,
    loop: { type: 'boolean' },
  },
} as const;

/** A film put together from numbered files. Nothing in it is a filter: the service makes those. */
export const COMPOSITION_PARAMETERS = {
  type: 'object',
  required: ['clips'],
  additionalProperties: false,
  properties: {
    clips: { type: 'array', minItems: 1, maxItems: 100, items: CLIP },
    overlays: { type: 'array', maxItems: 50, items: OVERLAY },
    audioTracks: { type: 'array', maxItems: 50, items: AUDIO_TRACK },
    width: PIXELS,
    height: PIXELS,
    fps: { type: 'number', minimum: 1, maximum: 240 },
    transition: { type: 'number', minimum: 0, maximum: 60, description: 'Seconds of cross-fading between clips.' },
    volume: VOLUME,
    mute: { type: 'boolean', description: 'Leaves out the sound of all clips.' },
    ...FADE_PROPERTIES,
  },
} as const;

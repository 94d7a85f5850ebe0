import type { Capability } from '@mediaconduit/sdk';

/** The option that a generated model has, as an example for those that its author adds. */
export interface OptionWords {
  readonly name: string;
  /** What stands in its JSON Schema beside the description. */
  readonly schema: string;
  readonly description: string;
  /** A value for tests, and the same as TypeScript says it. */
  readonly value: string | number;
  readonly sample: string;
}

type Given = Omit<OptionWords, 'sample'>;

const SEED: Given = {
  name: 'seed',
  schema: "type: 'integer', minimum: 0",
  description: 'The same seed gives the same result. Default: any.',
  value: 7,
};
const SECONDS: Given = {
  name: 'seconds',
  schema: "type: 'number', exclusiveMinimum: 0",
  description: 'Length of the video. Default: what the model makes.',
  value: 2,
};
const FORMAT: Given = {
  name: 'format',
  schema: "enum: ['mp3', 'wav']",
  description: 'How the sound is written. Default: wav.',
  value: 'mp3',
};

const OPTIONS: Readonly<Partial<Record<Capability, Given>>> = {
  'text-to-text': {
    name: 'temperature',
    schema: "type: 'number', minimum: 0, maximum: 2",
    description: 'How freely words are chosen. Default: what the model does.',
    value: 0.5,
  },
  'image-to-text': {
    name: 'prompt',
    schema: "type: 'string', minLength: 1",
    description: 'What is asked about the image. Default: to describe it.',
    value: 'Who?',
  },
  'audio-to-text': {
    name: 'language',
    schema: "type: 'string', minLength: 2",
    description: 'What is spoken, such as en. Default: what is heard.',
    value: 'en',
  },
  'text-to-audio': {
    name: 'voice',
    schema: "type: 'string', minLength: 1",
    description: 'Who speaks. Default: the first voice.',
    value: 'nova',
  },
  'text-to-image': {
    name: 'size',
    schema: "type: 'string', pattern: '^[1-9]\\\\d*x[1-9]\\\\d*$'",
    description: 'Width and height in pixels, such as 1024x1024. Default: what the model makes.',
    value: '64x64',
  },
  'text-to-embedding': {
    name: 'dimensions',
    schema: "type: 'integer', minimum: 1",
    description: 'Numbers in the result. Default: as many as the model gives.',
    value: 2,
  },
  'text-to-video': SECONDS,
  'image-to-video': SECONDS,
  'video-to-video': SECONDS,
  'video-to-audio': FORMAT,
  'audio-to-audio': FORMAT,
};

/** The option of models with that capability. */
export function optionOf(capability: Capability): OptionWords {
  const option = OPTIONS[capability] ?? SEED;
  const sample = typeof option.value === 'string' ? `'${option.value}'` : String(option.value);
  return { ...option, sample };
}

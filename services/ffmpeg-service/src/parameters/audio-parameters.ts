import { FADE_PROPERTIES, TIME_PROPERTIES } from './time-properties';

/** What can be done to the sound of a film or of a file. */
export const SOUND_PROPERTIES = {
  volume: { type: 'number', minimum: 0, maximum: 10, description: 'Factor: 0.5 is half as loud. Default: 1.' },
  speed: { type: 'number', minimum: 0.25, maximum: 4, description: 'Factor; the pitch stays. Default: 1.' },
  normalize: {
    type: 'boolean',
    description: 'Brings the loudness (EBU R128) to the value of loudness. Default: false.',
  },
  loudness: { type: 'number', minimum: -70, maximum: -5, description: 'In LUFS, for normalize. Default: -16.' },
} as const;

const AUDIO_PROPERTIES = {
  format: { enum: ['mp3', 'wav', 'flac', 'm4a', 'aac', 'ogg', 'opus'], description: 'Default: mp3.' },
  ...TIME_PROPERTIES,
  sampleRateHz: { type: 'integer', minimum: 8000, maximum: 192_000, description: 'Default: as it is.' },
  channels: { type: 'integer', minimum: 1, maximum: 8, description: '1 is mono. Default: as it is.' },
  bitrateKbps: { type: 'integer', minimum: 8, maximum: 1024, description: 'For formats that lose something.' },
  ...SOUND_PROPERTIES,
  removeSilence: { type: 'boolean', description: 'Cuts out pauses. Default: false.' },
  silenceDb: { type: 'number', minimum: -120, maximum: 0, description: 'Quieter is silence. Default: -50.' },
  silenceSeconds: { type: 'number', minimum: 0.05, maximum: 60, description: 'Shorter pauses stay. Default: 0.5.' },
  ...FADE_PROPERTIES,
} as const;

/** Options of `video-to-audio`. */
export const VIDEO_TO_AUDIO_PARAMETERS = {
  type: 'object',
  additionalProperties: false,
  properties: AUDIO_PROPERTIES,
} as const;

/** Options of `audio-to-audio`. */
export const AUDIO_TO_AUDIO_PARAMETERS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...AUDIO_PROPERTIES,
    combine: {
      enum: ['concat', 'mix'],
      description: 'What becomes of several sounds: one after the other, or all at once. Default: concat.',
    },
    volumes: {
      type: 'array',
      items: { type: 'number', minimum: 0, maximum: 10 },
      description: 'A factor for each of several sounds. Default: 1 each.',
    },
  },
} as const;

import { defineOptions } from '@mediaconduit/sdk';

/** The options of every whisper model: checks them, types them and describes them in help and documents. */
export const WHISPER_OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    task: {
      enum: ['transcribe', 'translate'],
      description: 'translate writes English, whatever is spoken. Default: transcribe.',
    },
    language: {
      type: 'string',
      maxLength: 50,
      description: 'What is spoken: a code (de), a name (German) or auto, which listens for it. Default: auto.',
    },
    format: {
      enum: ['text', 'srt', 'vtt', 'tsv', 'json', 'verbose_json'],
      description: 'What the content of the result is. Default: text.',
    },
    wordTimestamps: {
      type: 'boolean',
      description: 'Also when each word is said, in metadata.words and in the segments. Default: false.',
    },
    vad: {
      type: 'boolean',
      description: 'Pass over what is no speech: silence and music give no invented words. Default: true.',
    },
    prompt: {
      type: 'string',
      maxLength: 10_000,
      description: 'Text that might have stood before, for style and the spelling of names.',
    },
    hotwords: { type: 'string', maxLength: 10_000, description: 'Words that are likely, such as names.' },
    temperature: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Of the sampling; 0 begins there and rises when the result is bad. Default: 0.',
    },
    beamSize: {
      type: 'integer',
      minimum: 1,
      maximum: 20,
      description: 'Of the beam search; 1 is fastest. Default: 5.',
    },
    conditionOnPreviousText: {
      type: 'boolean',
      description: 'Let what was said before help with what comes; false stops loops of repeated text. Default: true.',
    },
  },
} as const);

/** What a caller may say beside the sound. */
export type WhisperAudioToTextModelOptions = ReturnType<typeof WHISPER_OPTIONS.parse>;

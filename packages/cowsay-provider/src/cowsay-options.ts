import { defineOptions } from '@mediaconduit/sdk';

/** The options of every cowsay model: checks them, types them and describes them in help and documents. */
export const COWSAY_OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    cow: {
      type: 'string',
      minLength: 1,
      description: 'Who says it: dragon, tux, … or random; GET /cows of the service lists them. Default: default.',
    },
    eyes: { type: 'string', minLength: 2, maxLength: 2, description: 'Two characters. Default: oo.' },
    tongue: {
      type: 'string',
      minLength: 1,
      maxLength: 2,
      description: 'One or two characters, such as U. Default: none.',
    },
    wrap: {
      type: 'integer',
      minimum: 0,
      maximum: 1000,
      description: 'Columns of the balloon; 0 keeps the lines as they are. Default: 40.',
    },
    think: { type: 'boolean', description: 'Think it instead of saying it. Default: false.' },
    mode: {
      enum: ['borg', 'dead', 'greedy', 'paranoid', 'stoned', 'tired', 'wired', 'youthful'],
      description: 'A ready-made face; wins over eyes and tongue.',
    },
  },
} as const);

/** What a caller may say beside the text. */
export type CowsayTextToTextModelOptions = ReturnType<typeof COWSAY_OPTIONS.parse>;

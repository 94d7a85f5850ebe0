import { defineBody } from '@mediaconduit/service-kit';
import { COW_MODE_NAMES } from './cow-modes';
import { COW_CHOICES } from './cow-names';

const MAX_TEXT_LENGTH = 10_000;

/** Columns after which the balloon wraps, when the caller does not say. */
export const DEFAULT_WRAP = 40;

const TEXT = { type: 'string', minLength: 1, maxLength: MAX_TEXT_LENGTH, description: 'What the cow says.' } as const;

/** Body of `POST /transform`. */
export const TRANSFORM_BODY = defineBody({
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: {
    text: TEXT,
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        cow: { type: 'string', enum: COW_CHOICES, default: 'default', description: 'Who says it.' },
        eyes: { type: 'string', minLength: 2, maxLength: 2, default: 'oo', description: 'Two characters.' },
        tongue: { type: 'string', minLength: 1, maxLength: 2, description: 'One or two characters, such as U.' },
        wrap: {
          type: 'integer',
          minimum: 0,
          maximum: 1000,
          default: DEFAULT_WRAP,
          description: 'Columns of the balloon; 0 keeps the lines as they are.',
        },
        think: { type: 'boolean', default: false, description: 'Think it instead of saying it.' },
        mode: { type: 'string', enum: COW_MODE_NAMES, description: 'A ready-made face; wins over eyes and tongue.' },
      },
    },
  },
} as const);

/** Answer of `POST /transform`; the time is in seconds. */
export const TRANSFORM_REPLY = {
  type: 'object',
  required: ['result', 'processing_time', 'metadata'],
  properties: {
    result: { type: 'string' },
    processing_time: { type: 'number', description: 'Seconds.' },
    metadata: {
      type: 'object',
      required: ['input_length', 'output_length', 'cow'],
      properties: { input_length: { type: 'integer' }, output_length: { type: 'integer' }, cow: { type: 'string' } },
    },
  },
} as const;

/** Body of `POST /cowsay`, the route of the first cowsay service; its clients may send fields that mean nothing here. */
export const COWSAY_BODY = defineBody({
  type: 'object',
  required: ['text'],
  properties: { text: TEXT },
} as const);

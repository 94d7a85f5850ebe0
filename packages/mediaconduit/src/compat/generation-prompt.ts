import { textOf } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';

/** How a media value was made, as the original core keeps it under `metadata.generation_prompt`. */
export interface GenerationPrompt {
  input: unknown;
  options?: Record<string, unknown>;
  modelId?: string;
  modelName?: string;
  provider?: string;
  /** A capability, such as `text-to-audio`. */
  transformationType?: string;
  timestamp?: Date;
  metadata?: Record<string, unknown>;
}

/** Stands for the type where it is re-exported without `type`. */
export const GenerationPrompt = interfaceValue('GenerationPrompt');

/** The fields of a prompt; what is none of them is kept in `metadata`. */
export interface GenerationPromptOptions extends Omit<GenerationPrompt, 'timestamp'> {
  [extra: string]: unknown;
}

/** Notes how a value is made, with the present time. */
export function createGenerationPrompt(call: GenerationPromptOptions): GenerationPrompt {
  const { input, options, modelId, modelName, provider, transformationType, metadata, ...extra } = call;
  const facts = { ...metadata, ...extra };
  return { input, options, modelId, modelName, provider, transformationType, timestamp: new Date(), metadata: facts };
}

/**
 * The words in what was given to a text model: a string, a `Text`, a list of them.
 * @throws `MC_INPUT_INVALID` when there are none.
 */
export function extractInputContent(input: unknown): string {
  return textOf(input);
}

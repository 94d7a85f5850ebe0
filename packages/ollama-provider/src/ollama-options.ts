import { defineOptions, type ModelOptions, type OptionsSchema } from '@mediaconduit/sdk';

const count = (description: string) => ({ type: 'integer', minimum: 0, description }) as const;
const number = (description: string) => ({ type: 'number', description }) as const;
const share = (description: string) => ({ type: 'number', minimum: 0, maximum: 1, description }) as const;

/** How a model runs. Sent under the names of Ollama: `topP` as `top_p`. What is not given is for the model to decide. */
const RUNNING = {
  numCtx: {
    type: 'integer',
    minimum: 1,
    description: 'Tokens of prompt and answer that the model can look at. Another number loads the model anew.',
  },
  numBatch: { type: 'integer', minimum: 1, description: 'Tokens of a prompt that are worked on at once.' },
  numGpu: { type: 'integer', minimum: -1, description: 'Layers of the model that go to the GPU.' },
  mainGpu: count('The GPU that holds what is not split.'),
  numThread: count('Threads of the CPU.'),
  useMmap: { type: 'boolean', description: 'Map the file of the model into memory.' },
} as const;

const SAMPLING = {
  temperature: { type: 'number', minimum: 0, description: '0 always takes the likeliest word; more is more varied.' },
  topP: share('Only the likeliest words whose chances add up to this.'),
  topK: count('Only this many of the likeliest words.'),
  minP: share('Only words with this share of the chance of the likeliest.'),
  typicalP: share('Only words about as surprising as is usual.'),
  seed: { type: 'integer', description: 'The same seed gives the same answer.' },
  numPredict: { type: 'integer', minimum: -2, description: 'Tokens of the answer at most; -1 = no limit.' },
  maxTokens: { type: 'integer', minimum: 1, description: 'The same as numPredict, which wins.' },
  numKeep: count('Tokens of the prompt that stay when the context is full.'),
  repeatLastN: { type: 'integer', minimum: -1, description: 'How far back repetitions are looked for.' },
  repeatPenalty: number('How much repetitions are avoided; 1 = not at all.'),
  presencePenalty: number('How much words are avoided that have been used.'),
  frequencyPenalty: number('How much words are avoided that have been used often.'),
  stop: {
    type: 'array',
    items: { type: 'string', minLength: 1 },
    description: 'The answer ends before any of these texts.',
  },
} as const;

const CALLING = {
  keepAlive: {
    type: ['string', 'number'],
    pattern: '^-?[0-9]+(\\.[0-9]+)?(ms|s|m|h)?$',
    description: 'How long the model stays in memory after the call: 10m, or seconds; 0 = not at all, -1 = for ever.',
  },
  truncate: {
    type: 'boolean',
    description: 'Leave out the beginning of a text that is too long, instead of refusing it. Default: false.',
  },
  pull: { type: 'boolean', description: 'Download the model when it is missing. Default: true.' },
} as const;

const parameters = { type: 'object', description: 'JSON Schema of the arguments.' } as const;
const functionOf = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 1 }, description: { type: 'string' }, parameters },
} as const;

const tool = {
  type: 'object',
  properties: { ...functionOf.properties, type: { const: 'function' }, function: functionOf },
  anyOf: [{ required: ['name'] }, { required: ['function'] }],
} as const;

/** The options of every model that writes text. */
export const OLLAMA_TEXT_OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    system: { type: 'string', description: 'Tells the model who it is.' },
    prompt: { type: 'string', minLength: 1, description: 'What to say of an image. Default: Describe this image.' },
    think: {
      anyOf: [{ type: 'boolean' }, { enum: ['low', 'medium', 'high'] }],
      description: 'Whether a model that can think first does so, and how much.',
    },
    format: {
      anyOf: [{ const: 'json' }, { type: 'object' }],
      description: 'The answer is JSON: of any form, or as this JSON Schema says.',
    },
    tools: { type: 'array', items: tool, description: 'Functions that the model may ask for.' },
    suffix: { type: 'string', description: 'Text behind the answer, for models that fill gaps.' },
    raw: { type: 'boolean', description: "Send the prompt without the model's template. Default: false." },
    ...CALLING,
    ...SAMPLING,
    ...RUNNING,
  },
} as const);

const DIMENSIONS = {
  type: 'integer',
  minimum: 1,
  description: 'Length of the vector, for models that can shorten it.',
} as const;

/** The options of every model that makes embeddings. */
export const OLLAMA_EMBEDDING_OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    dimensions: DIMENSIONS,
    ...CALLING,
    ...RUNNING,
  },
} as const);

const { properties } = OLLAMA_TEXT_OPTIONS.jsonSchema as { readonly properties: Readonly<Record<string, object>> };

/** The options of a model of which nobody knows yet what it can. */
export const OLLAMA_OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: { ...properties, dimensions: DIMENSIONS },
}) as OptionsSchema<ModelOptions>;

/** What a caller may say beside a text or an image. */
export type OllamaTextToTextModelOptions = ReturnType<typeof OLLAMA_TEXT_OPTIONS.parse>;

/** What a caller may say beside the text of an embedding. */
export type OllamaTextToEmbeddingModelOptions = ReturnType<typeof OLLAMA_EMBEDDING_OPTIONS.parse>;

const SENT = Object.keys({ ...SAMPLING, ...RUNNING }).filter((name) => name !== 'maxTokens');

/** The member `options` of a request; `undefined` when there is nothing to say. */
export function toRunnerOptions(options: ModelOptions): Record<string, unknown> | undefined {
  const { maxTokens, ...own } = options;
  const given = { ...(maxTokens === undefined ? {} : { numPredict: maxTokens }), ...own } as ModelOptions;
  const entries = SENT.filter((name) => given[name] !== undefined).map((name) => [snakeCase(name), given[name]]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, unknown>);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

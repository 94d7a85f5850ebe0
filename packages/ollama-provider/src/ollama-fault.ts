import { isMediaConduitError, MediaConduitError, type ErrorCode } from '@mediaconduit/sdk';

/** Where models are pulled. */
export const PULL_PATH = '/api/pull';

interface Rule {
  /** What Ollama says. */
  readonly said: RegExp;
  readonly code: ErrorCode;
  readonly hint: string;
}

const RULES: readonly Rule[] = [
  {
    said: /context length|maximum context/i,
    code: 'MC_INPUT_TOO_LARGE',
    hint: 'shorten the text, raise numCtx as far as the model goes, or give truncate: true, which drops the beginning',
  },
  {
    said: /more system memory|out of memory|unable to allocate|failed to allocate|cudaMalloc/i,
    code: 'MC_OUT_OF_MEMORY',
    hint: 'choose a smaller model, a smaller numCtx, or give the service more memory',
  },
  {
    said: /no space left|not enough space/i,
    code: 'MC_DISK_FULL',
    hint: 'remove models that are not needed: deleteModel, or mediaconduit cache rm',
  },
  {
    said: /digest mismatch/i,
    code: 'MC_WEIGHTS_INVALID',
    hint: 'Ollama has thrown the file away; pull the model again',
  },
  {
    said: /does not support (chat|generate|completion|embed)/i,
    code: 'MC_MODEL_NOT_FOUND',
    hint: 'choose a model that can do it: refreshModels() tells what each one can',
  },
  {
    said: /does not support|invalid format|JSON schema|grammar|think value|invalid duration|^option |raw mode/i,
    code: 'MC_OPTIONS_INVALID',
    hint: 'leave that option out, correct it, or choose another model',
  },
  {
    said: /decode image|unknown format|process image|missing data required for image/i,
    code: 'MC_INPUT_INVALID',
    hint: 'give the image as PNG, JPEG or WebP',
  },
  {
    said: /manifest: file does not exist|manifest unknown|invalid model name/i,
    code: 'MC_MODEL_NOT_FOUND',
    hint: 'look for the name of the model at ollama.com/search',
  },
  {
    said: /model .* not found|^model is required/i,
    code: 'MC_MODEL_NOT_FOUND',
    hint: 'pull it: pullModel() of the provider, or the option pull',
  },
];

/** Whatever else goes wrong while a model is pulled. */
const NOT_PULLED: Rule = {
  said: /^/,
  code: 'MC_WEIGHTS_UNAVAILABLE',
  hint: 'check the network of the service, and its proxy settings',
};

/** The error of a call with the code that fits what Ollama said; other errors come back as they are. */
export function toOllamaFault(thrown: unknown, model: string): unknown {
  if (!isMediaConduitError(thrown, 'MC_SERVICE_REJECTED') && !isMediaConduitError(thrown, 'MC_SERVICE_ERROR'))
    return thrown;
  const { said, path } = thrown.facts;
  const own = typeof said === 'string' ? RULES.find((one) => one.said.test(said)) : undefined;
  const rule = own ?? (path === PULL_PATH ? NOT_PULLED : undefined);
  if (!rule) return thrown;
  const facts = { ...thrown.facts, model };
  return new MediaConduitError(rule.code, `Ollama: ${String(said)}`, { hint: rule.hint, facts, cause: thrown });
}

import {
  didYouMean,
  isMediaConduitError,
  MediaConduitError,
  unexpectedReply,
  type CallOptions,
  type Capability,
  type ModelInfo,
} from '@mediaconduit/sdk';
import { shortModelName } from './model-name';
import { isTagsReply, type RunningReply, type ShowReply, type WireDetails } from './ollama-api';
import type { OllamaClient } from './ollama-client';
import { pullModel, type PullOptions } from './pull-model';

/** A model that Ollama has on its disk. */
export interface OllamaModelSummary {
  /** As short as can be: `llama3` for `llama3:latest`. */
  readonly id: string;
  readonly sizeBytes: number;
  /** SHA-256 of what it is made of, in hexadecimal digits. */
  readonly digest: string;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly family?: string;
  /** As `8.0B`. */
  readonly parameterSize?: string;
  /** As `Q4_0`. */
  readonly quantization?: string;
}

/** What Ollama knows of one model. */
export interface OllamaModelDetails {
  readonly id: string;
  readonly capabilities: readonly Capability[];
  /** What it can in the words of Ollama: `completion`, `tools`, `thinking`, `vision`, `embedding`, `insert`. */
  readonly abilities: readonly string[];
  readonly family?: string;
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** Tokens. */
  readonly contextLength?: number;
  /** Numbers of an embedding. */
  readonly embeddingLength?: number;
  readonly template?: string;
  readonly system?: string;
  readonly license?: string;
}

const CAPABILITIES: Readonly<Record<string, Capability>> = {
  completion: 'text-to-text',
  vision: 'image-to-text',
  embedding: 'text-to-embedding',
};

type Call = Pick<CallOptions, 'signal' | 'timeoutMs'>;

/** The models that an Ollama has: looks at them, fetches and removes them. */
export class OllamaLibrary {
  constructor(private readonly client: OllamaClient) {}

  async list(call?: Call): Promise<OllamaModelSummary[]> {
    const reply = await this.client.get('/api/tags', call);
    if (!isTagsReply(reply)) throw unexpectedReply('ollama', { expected: 'a list of models', reply });
    return reply.models.map(({ name, size, digest, modified_at, details }) => ({
      id: shortModelName(name) ?? name,
      sizeBytes: size,
      digest,
      modifiedAt: modified_at,
      ...detailsOf(details),
    }));
  }

  /** @throws `MC_MODEL_NOT_FOUND` when it is not there; nothing is pulled. */
  async show(model: string, call?: Call): Promise<OllamaModelDetails> {
    const shown = (await this.client.request({ path: '/api/show', json: { model } }, call)).json<ShowReply>();
    const { capabilities: abilities = [], model_info: facts = {}, template, system, license, details } = shown;
    return {
      id: shortModelName(model) ?? model,
      capabilities: abilities.flatMap((ability) => CAPABILITIES[ability] ?? []),
      abilities,
      contextLength: factIn(facts, 'context_length'),
      embeddingLength: factIn(facts, 'embedding_length'),
      template,
      system,
      license,
      ...detailsOf(details),
    };
  }

  /** What the provider lists of a model. */
  async describe(model: string, call?: Call): Promise<ModelInfo> {
    const { id, capabilities, abilities, family, parameterSize, quantization, contextLength } = await this.show(
      model,
      call,
    );
    const description = [family, parameterSize, quantization].filter((word) => word !== undefined).join(' ');
    return { id, name: id, description, capabilities, parameters: { abilities, contextLength } };
  }

  async copy(source: string, destination: string, call?: Call): Promise<void> {
    await this.client.request({ path: '/api/copy', json: { model: source, source, destination } }, call);
  }

  async unload(model: string, call?: Call): Promise<void> {
    await this.client.request({ path: '/api/generate', json: { model, keep_alive: 0 } }, call);
  }

  async remove(model: string, call?: Call): Promise<void> {
    await this.client.request({ path: '/api/delete', method: 'DELETE', json: { model } }, call);
  }

  /** See {@link pullModel}; a model that no registry has is answered with the nearest name of those that are here. */
  async pull(model: string, options: PullOptions): Promise<void> {
    try {
      await pullModel(this.client, model, options);
    } catch (error) {
      throw await this.#withNearest(error, model);
    }
  }

  /** Does some work with a model, and once more when it had to be pulled first. */
  async with<T>(model: string, { pull = true, ...call }: CallOptions & { pull?: boolean }, work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      if (!isMissing(error)) throw await this.#withLimit(error, model);
      if (!pull) throw await this.#withNearest(error, model);
    }
    await this.pull(model, call);
    return work();
  }

  /** Says what the limit is. */
  async #withLimit(error: unknown, model: string): Promise<unknown> {
    if (!isMediaConduitError(error, 'MC_INPUT_TOO_LARGE')) return error;
    const { models = [] } = (await this.client.get('/api/ps').catch(() => ({}))) as RunningReply;
    const contextLength = models.find(({ name }) => shortModelName(name) === shortModelName(model))?.context_length;
    if (contextLength === undefined) return error;
    const message = `The text is longer than the ${contextLength} tokens that ${model} looks at.`;
    const { hint, cause, facts } = error;
    return new MediaConduitError(error.code, message, { hint, cause, facts: { ...facts, contextLength } });
  }

  async #withNearest(error: unknown, model: string): Promise<unknown> {
    const codes = ['MC_MODEL_NOT_FOUND', 'MC_WEIGHTS_UNAVAILABLE'] as const;
    if (!codes.some((code) => isMediaConduitError(error, code))) return error;
    const { code, message, hint, cause, facts } = error as MediaConduitError;
    const models = await this.list().then(
      (found) => found.map(({ id }) => id),
      () => [],
    );
    const nearest = didYouMean(shortModelName(model) ?? model, models);
    const hints = [nearest, hint].filter((one) => one !== undefined).join('; or ');
    return new MediaConduitError(code, message, { hint: hints, cause, facts: { ...facts, model, models } });
  }
}

/** Ollama does not have it; a model that cannot do what it was asked has the same code. */
function isMissing(error: unknown): boolean {
  return isMediaConduitError(error, 'MC_MODEL_NOT_FOUND') && error.facts['status'] === 404;
}

function detailsOf({ family, parameter_size, quantization_level }: WireDetails = {}) {
  return { family, parameterSize: parameter_size, quantization: quantization_level };
}

/** `llama.context_length` for `context_length`: the architecture stands before it. */
function factIn(facts: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = Object.entries(facts).find(([key]) => key.endsWith(`.${name}`))?.[1];
  return typeof value === 'number' ? value : undefined;
}

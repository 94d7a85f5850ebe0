import type { Exchange, RecordedResponse } from '@mediaconduit/testkit';

/** Exchanges that were written by hand after Ollama's documents: what a small Ollama without a network cannot show. */
const post = (path: string, json: unknown, response: RecordedResponse): Exchange => ({
  request: { method: 'POST', path, json },
  response,
});

/** Ollama has no models. */
export const NO_MODELS: Exchange = {
  request: { method: 'GET', path: '/api/tags' },
  response: { json: { models: [] } },
};

/** A pull that says these lines. */
export function pulling(model: string, lines: readonly object[], broken?: RecordedResponse['broken']): Exchange {
  return post('/api/pull', { model }, { chunks: lines.map((json) => ({ json })), broken });
}

/** A model that is asked to show itself. */
export function showing(model: string, capabilities: readonly string[]): Exchange {
  return post('/api/show', { model }, { json: { capabilities, details: { family: 'llama' }, model_info: {} } });
}

/** A request about a model that Ollama does not have. */
export function missing(path: string, model: string): Exchange {
  const response = { status: 404, json: { error: `model '${model}' not found` } };
  return { request: { method: 'POST', path }, response };
}

/** The end of what a model says. */
export const DONE = { done: true, done_reason: 'stop', eval_count: 1, eval_duration: 1_000_000 };

/** A prompt that is answered with one word. */
export function generating(word: string): Exchange {
  const chunks = [{ json: { response: word, done: false } }, { json: { response: '', ...DONE } }];
  return { request: { method: 'POST', path: '/api/generate' }, response: { chunks } };
}

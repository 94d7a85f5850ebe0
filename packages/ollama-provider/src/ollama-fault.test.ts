import { MediaConduitError, serviceFault } from '@mediaconduit/sdk';
import { toOllamaFault } from './ollama-fault';

const fault = (said: string, status?: number, path = '/api/chat'): unknown =>
  toOllamaFault(serviceFault('ollama-service', path, { status, body: { error: said } }), 'tiny');

describe('toOllamaFault', () => {
  // what Ollama 0.17.4 says, word for word
  it.each([
    ['the input length exceeds the context length', 400, 'MC_INPUT_TOO_LARGE'],
    ['model requires more system memory (38.2 GiB) than is available (23.1 GiB)', 500, 'MC_OUT_OF_MEMORY'],
    ['write /root/.ollama/models/blobs/sha256-1: no space left on device', 500, 'MC_DISK_FULL'],
    ['digest mismatch, file must be downloaded again: want sha256:1, got sha256:2', 500, 'MC_WEIGHTS_INVALID'],
    ['"tiny" does not support chat', 400, 'MC_MODEL_NOT_FOUND'],
    ['"tiny" does not support thinking', 400, 'MC_OPTIONS_INVALID'],
    ['registry.ollama.ai/library/tiny:latest does not support tools', 400, 'MC_OPTIONS_INVALID'],
    ['invalid JSON schema in format', 500, 'MC_OPTIONS_INVALID'],
    ['option "num_ctx" must be of type integer', 400, 'MC_OPTIONS_INVALID'],
    ["model 'tiny' not found", 404, 'MC_MODEL_NOT_FOUND'],
    ['model "tiny" not found, try pulling it first', 404, 'MC_MODEL_NOT_FOUND'],
  ])('reads "%s"', (said, status, code) => {
    expect(fault(said, status)).toMatchObject({ code, message: `Ollama: ${said}`, facts: { model: 'tiny', status } });
  });

  it.each([
    ['pull model manifest: file does not exist', 'MC_MODEL_NOT_FOUND'],
    ['pull model manifest: Get "https://a/v2/": dial tcp: lookup a: no such host', 'MC_WEIGHTS_UNAVAILABLE'],
    ['max retries exceeded: unexpected EOF', 'MC_WEIGHTS_UNAVAILABLE'],
    ['something new', 'MC_WEIGHTS_UNAVAILABLE'],
  ])('reads "%s" while a model is pulled', (said, code) => {
    expect(fault(said, undefined, '/api/pull')).toMatchObject({ code });
  });

  it('leaves what it does not know as it is', () => {
    const unknown = serviceFault('ollama-service', '/api/chat', { status: 500, body: { error: 'something new' } });
    expect(toOllamaFault(unknown, 'tiny')).toBe(unknown);
    const other = new MediaConduitError('MC_SERVICE_GONE', 'model not found');
    expect(toOllamaFault(other, 'tiny')).toBe(other);
    expect(toOllamaFault('x', 'tiny')).toBe('x');
  });
});

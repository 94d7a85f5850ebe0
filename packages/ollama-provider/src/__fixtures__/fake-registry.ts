import { startFakeService, type FakeAnswer, type FakeRequest } from '@mediaconduit/testkit';
import { createHash } from 'node:crypto';

/** A layer of a model: its bytes, or so many bytes that come slowly and never end. */
export interface RegistryLayer {
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** What the registry says; by default it is true. */
  readonly digest?: string;
  /** Instead of `bytes`: so large, and it never comes. */
  readonly endlessBytes?: number;
}

/** A registry as Ollama knows it, on loopback and without TLS. */
export interface FakeRegistry extends AsyncDisposable {
  /** What to pull: `http://127.0.0.1:<port>/library/<name>`. */
  nameOf(model: string): string;
  /** Downloads without an end that are under way. */
  readonly openDownloads: number;
}

const MODEL_LAYER = 'application/vnd.ollama.image.model';
const CONFIG = { model_format: 'gguf', model_family: 'llama', model_families: ['llama'], model_type: '215K' };
const UNKNOWN: FakeAnswer = { status: 404, json: { errors: [{ code: 'MANIFEST_UNKNOWN' }] } };

/** A layer with the weights of a model. */
export function weights(bytes: Buffer, said: Pick<RegistryLayer, 'digest' | 'endlessBytes'> = {}): RegistryLayer {
  return { mediaType: MODEL_LAYER, bytes, ...said };
}

/** Opens a registry with models by name. */
export async function openFakeRegistry(
  models: Readonly<Record<string, readonly RegistryLayer[]>>,
): Promise<FakeRegistry> {
  const layers = new Map<string, RegistryLayer>();
  const manifests = new Map(Object.entries(models).map(([name, own]) => [name, manifestOf(own, layers)]));
  const layerOf = ({ path }: Pick<FakeRequest, 'path'>): RegistryLayer | undefined =>
    layers.get(path.split('/').at(-1) ?? '');
  const blob = (answer: (layer: RegistryLayer, request: FakeRequest) => FakeAnswer) => (request: FakeRequest) => {
    const layer = layerOf(request);
    return layer ? answer(layer, request) : UNKNOWN;
  };
  const service = await startFakeService({
    routes: {
      'GET /v2/library/{name}/manifests/latest': ({ params }) => manifests.get(params['name'] ?? '') ?? UNKNOWN,
      'HEAD /v2/library/{name}/blobs/{digest}': blob((layer) => ({ headers: lengthOf(sizeOf(layer)) })),
      'GET /v2/library/{name}/blobs/{digest}': blob(send),
    },
  });
  return {
    nameOf: (model) => `${service.url}/library/${model}`,
    get openDownloads() {
      const downloads = service.received.filter(({ aborted, headers }) => headers.range !== undefined && !aborted);
      return downloads.filter((request) => layerOf(request)?.endlessBytes !== undefined).length;
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** What the registry says of a model; its layers are added to those that it has. */
function manifestOf(own: readonly RegistryLayer[], layers: Map<string, RegistryLayer>): FakeAnswer {
  const add = (layer: RegistryLayer) => {
    const { bytes, digest = digestOf(bytes), mediaType } = layer;
    layers.set(digest, layer);
    return { mediaType, digest, size: sizeOf(layer) };
  };
  const config = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    bytes: Buffer.from(JSON.stringify(CONFIG)),
  };
  return { json: { schemaVersion: 2, config: add(config), layers: own.map(add) } };
}

/** Ollama asks first where a file really is, and takes no answer that names the same host. */
function send(layer: RegistryLayer, { headers, path }: FakeRequest): FakeAnswer {
  const { host = '', range } = headers;
  if (range === undefined)
    return { status: 307, headers: { location: `http://${host.replace('127.0.0.1', 'localhost')}${path}` } };
  const [, from = 0, to = sizeOf(layer) - 1] = (/bytes=(\d+)-(\d+)/.exec(range) ?? []).map(Number);
  const part: FakeAnswer = { status: 206, headers: lengthOf(to - from + 1) };
  if (layer.endlessBytes === undefined) return { ...part, bytes: layer.bytes.subarray(from, to + 1) };
  return { ...part, bytes: Buffer.alloc(1024), broken: 'hang' };
}

const lengthOf = (bytes: number): Record<string, string> => ({ 'content-length': String(bytes) });
const sizeOf = ({ bytes, endlessBytes = bytes.length }: RegistryLayer): number => endlessBytes;
const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

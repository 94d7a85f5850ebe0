import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  /** Downloads under way. */
  readonly openDownloads: number;
}

const MODEL_LAYER = 'application/vnd.ollama.image.model';
const CONFIG = { model_format: 'gguf', model_family: 'llama', model_families: ['llama'], model_type: '215K' };

/** A layer with the weights of a model. */
export function weights(bytes: Buffer, said: Pick<RegistryLayer, 'digest' | 'endlessBytes'> = {}): RegistryLayer {
  return { mediaType: MODEL_LAYER, bytes, ...said };
}

/** Opens a registry with models by name. */
export async function openFakeRegistry(
  models: Readonly<Record<string, readonly RegistryLayer[]>>,
): Promise<FakeRegistry> {
  const registry = new Registry(models);
  const server = createServer((request, response) => registry.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    nameOf: (model) => `http://127.0.0.1:${port}/library/${model}`,
    get openDownloads() {
      return registry.openDownloads;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class Registry {
  openDownloads = 0;
  readonly #manifests = new Map<string, string>();
  readonly #layers = new Map<string, RegistryLayer>();

  constructor(models: Readonly<Record<string, readonly RegistryLayer[]>>) {
    const config = {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      bytes: Buffer.from(JSON.stringify(CONFIG)),
    };
    for (const [name, layers] of Object.entries(models)) {
      const manifest = { schemaVersion: 2, config: this.#add(config), layers: layers.map((layer) => this.#add(layer)) };
      this.#manifests.set(`/v2/library/${name}/manifests/latest`, JSON.stringify(manifest));
    }
  }

  #add(layer: RegistryLayer) {
    const { bytes, digest = digestOf(bytes), endlessBytes: size = bytes.length, mediaType } = layer;
    this.#layers.set(digest, layer);
    return { mediaType, digest, size };
  }

  answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const manifest = this.#manifests.get(url);
    const layer = this.#layers.get(url.split('/').at(-1) ?? '');
    if (manifest !== undefined) response.end(manifest);
    else if (!layer) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    else if (method === 'HEAD') response.writeHead(200, { 'content-length': sizeOf(layer) }).end();
    else if (headers.range === undefined) response.writeHead(307, { location: elsewhere(headers.host, url) }).end();
    else this.#send(layer, headers.range, response);
  }

  #send(layer: RegistryLayer, range: string, response: ServerResponse): void {
    const [, from = 0, to = sizeOf(layer) - 1] = (/bytes=(\d+)-(\d+)/.exec(range) ?? []).map(Number);
    response.writeHead(206, { 'content-length': to - from + 1 });
    this.openDownloads++;
    response.once('close', () => this.openDownloads--);
    if (layer.endlessBytes === undefined) response.end(layer.bytes.subarray(from, to + 1));
    else response.write(Buffer.alloc(1024));
  }
}

/** Ollama asks where a file really is, and takes no answer that names the same host. */
const elsewhere = (host: string | undefined, url: string): string =>
  `http://${(host ?? '').replace('127.0.0.1', 'localhost')}${url}`;
const sizeOf = ({ bytes, endlessBytes = bytes.length }: RegistryLayer): number => endlessBytes;
const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

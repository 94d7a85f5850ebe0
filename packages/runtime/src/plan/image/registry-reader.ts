import type { ImagePlace } from './image-reference';

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Manifests are small; whatever is larger is none. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/** Reads manifests of one repository of a container registry, as anybody may. */
export class RegistryReader {
  #token: string | undefined;

  constructor(
    private readonly place: ImagePlace,
    private readonly signal: AbortSignal,
  ) {}

  /** `undefined` when there is none, or it is not for everybody. @throws when the registry cannot be asked. */
  async manifest(reference: string): Promise<unknown> {
    const { baseUrl, repository } = this.place;
    const url = `${baseUrl}/v2/${repository}/manifests/${reference}`;
    const response = await this.#ask(url);
    if (response.status !== 401) return readJson(response);
    await response.body?.cancel();
    this.#token = await this.#takeToken(response.headers.get('www-authenticate') ?? '');
    return this.#token === undefined ? undefined : readJson(await this.#ask(url));
  }

  #ask(url: string): Promise<Response> {
    const headers: Record<string, string> = { accept: ACCEPT };
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    return fetch(url, { headers, signal: this.signal });
  }

  /** One that reads public repositories, which a registry gives to anybody who asks as it says. */
  async #takeToken(challenge: string): Promise<string | undefined> {
    const words = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const realm = words.get('realm');
    const url = realm !== undefined && URL.canParse(realm) ? new URL(realm) : undefined;
    if (!url || (url.protocol !== 'https:' && url.origin !== this.place.baseUrl)) return undefined;
    for (const name of ['service', 'scope']) url.searchParams.set(name, words.get(name) ?? '');
    const answer = Object(await readJson(await fetch(url, { signal: this.signal }))) as Record<string, unknown>;
    const token = answer['token'] ?? answer['access_token'];
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  }
}

async function readJson(response: Response): Promise<unknown> {
  if (!response.ok) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await readText(response);
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

/** `undefined` when it is too long. */
async function readText({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length <= LARGEST_BYTES) continue;
    await reader?.cancel();
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

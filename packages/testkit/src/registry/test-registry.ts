import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeTarball } from './make-tarball';

/** What a package of the registry is made of. */
export interface TestPackage {
  readonly name: string;
  readonly version?: string;
  /** Fields of package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Instead of one made of the files. */
  readonly tarball?: Buffer;
  /** Fields of the registry's description that differ from package.json. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** ISO 8601; `null` where the registry does not say. */
  readonly publishedAt?: string | null;
}

const OLD = '2026-01-02T03:04:05.000Z';

type Version = Readonly<Record<string, unknown>>;
type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An npm registry on this machine, which can be told to misbehave. */
export class TestRegistry implements AsyncDisposable {
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[] = [];
  readonly tarballs = new Map<string, Buffer>();
  /** By package; `latest` is the version that was published last unless it is named here. */
  readonly tags = new Map<string, Readonly<Record<string, string>>>();
  readonly #dates = new Map<string, string | null>();
  readonly #packages = new Map<string, Record<string, Version>>();
  /** Answers before the registry does; true when it has. */
  misbehave: Answer = () => false;
  /** Header that every request needs. */
  authorization: string | undefined;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<TestRegistry> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const registry = new TestRegistry(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => registry.#answer(request, response));
    return registry;
  }

  publish(published: TestPackage): void {
    const { name, version = '1.0.0', manifest = {}, files = {}, told = {} } = published;
    const own = { name, version, main: 'index.js', ...manifest };
    const content = {
      'package.json': JSON.stringify(own),
      'index.js': `module.exports = '${name}@${version}';`,
      ...files,
    };
    const tarball = published.tarball ?? makeTarball(content);
    const path = `/${name}/-/${name.split('/').pop()}-${version}.tgz`;
    this.tarballs.set(path, tarball);
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: new URL(path, this.url).href, integrity, unpackedSize: 1000 };
    const versions = this.#packages.get(name) ?? {};
    versions[version] = { ...own, dist, ...told };
    this.#packages.set(name, versions);
    this.#dates.set(`${name}@${version}`, published.publishedAt === undefined ? OLD : published.publishedAt);
  }

  /** Paths that were asked for. */
  get asked(): string[] {
    return this.requests.map(({ path }) => path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '/');
    this.requests.push({ path, authorization: request.headers.authorization });
    if (this.misbehave(request, response)) return;
    if (this.authorization !== undefined && request.headers.authorization !== this.authorization)
      return void response.writeHead(401).end('{}');
    const tarball = this.tarballs.get(path);
    if (tarball) return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(tarball);
    const versions = this.#packages.get(path.slice(1));
    if (!versions) return void response.writeHead(404).end('{"error":"not found"}');
    const names = Object.keys(versions);
    const name = path.slice(1);
    const dates = names.map((version) => [version, this.#dates.get(`${name}@${version}`)] as const);
    const time = Object.fromEntries(dates.filter(([, date]) => date !== null));
    const packument = { name, 'dist-tags': { latest: names.at(-1), ...this.tags.get(name) }, versions, time };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument));
  }
}

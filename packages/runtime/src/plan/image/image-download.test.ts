import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { imageDownload } from './image-download';

const LINUX = { os: 'linux', architecture: 'amd64' };
const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
const layered = (...sizes: readonly number[]): object => ({
  config: { size: 7 },
  layers: sizes.map((size) => ({ size })),
});
const { signal } = new AbortController();

let server: Server;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const image = (): string => `${address()}/o/image:1`;
const answers = (paths: Readonly<Record<string, unknown>>) => {
  answer = ({ url = '' }, response) => {
    const found = paths[url];
    response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
  };
};

describe('imageDownload', () => {
  it('adds up what the manifest names', async () => {
    answers({ '/v2/o/image/manifests/1': layered(100, 200) });
    await expect(imageDownload(image(), LINUX, { signal })).resolves.toBe(307);
    expect(asked[0]?.headers.accept).toContain('application/vnd.oci.image.manifest.v1+json');
  });

  it('takes the one for the platform of the engine', async () => {
    const manifests = [
      { digest: digestOf('a'), platform: { os: 'linux', architecture: 'arm64' } },
      { digest: digestOf('b'), platform: { os: 'linux', architecture: 'amd64' } },
    ];
    answers({
      '/v2/o/image/manifests/1': { manifests },
      [`/v2/o/image/manifests/${digestOf('b')}`]: layered(10),
    });
    await expect(imageDownload(image(), LINUX, { signal })).resolves.toBe(17);
    await expect(imageDownload(image(), { os: 'linux', architecture: 's390x' }, { signal })).resolves.toBeUndefined();
  });

  it('takes the token that everybody gets', async () => {
    answer = ({ headers, url = '' }, response) => {
      if (url.startsWith('/token'))
        return void response.end(JSON.stringify({ token: `for ${url}`.replaceAll(' ', '-') }));
      if (headers.authorization === 'Bearer for-/token?service=here&scope=pull')
        return void response.end(JSON.stringify(layered(1)));
      const challenge = `Bearer realm="http://${address()}/token",service="here",scope="pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    };
    await expect(imageDownload(image(), LINUX, { signal })).resolves.toBe(8);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['there is none', (_, response) => void response.writeHead(404).end()],
    ['it is private', (_, response) => void response.writeHead(401).end()],
    [
      'its tokens are given elsewhere without TLS',
      (_, response) =>
        void response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://127.0.0.1:1/token"' }).end(),
    ],
    ['the answer is no manifest', (_, response) => void response.end('[null]')],
    ['the answer is no JSON', (_, response) => void response.end('<html>')],
    ['a size is none', (_, response) => void response.end(JSON.stringify(layered(-1)))],
    ['the connection ends', (request) => void request.destroy()],
    [
      'the answer has no end',
      (_, response) => {
        const write = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', write);
        write();
      },
    ],
  ])('does not know it where %s', async (_what, act) => {
    answer = act;
    await expect(imageDownload(image(), LINUX, { signal })).resolves.toBeUndefined();
  });

  it('does not wait for a registry that says nothing, nor after its plan has ended', async () => {
    answer = () => undefined;
    await expect(imageDownload(image(), LINUX, { signal, withinMs: 100 })).resolves.toBeUndefined();
    const ended = new AbortController();
    const waiting = imageDownload(image(), LINUX, { signal: ended.signal });
    const refused = expect(waiting).rejects.toBe('over');
    await once(server, 'request');
    ended.abort('over');
    await refused;
  });

  it('asks nobody about what is no image', async () => {
    await expect(imageDownload('../x', LINUX, { signal })).resolves.toBeUndefined();
    expect(asked).toEqual([]);
  });
});

import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from './__fixtures__/sample-bytes';
import { Image } from './image';

const servers: Server[] = [];
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('UrlSource', () => {
  it('reads type, size and bytes, and requests nothing before that', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.method ?? '');
      response.setHeader('content-length', PNG.length).end(request.method === 'HEAD' ? undefined : PNG);
    });
    const image = Image.fromUrl(`${url}/cow.png`);
    expect(image.inMemory).toBe(false);
    await image.check();
    expect(seen).toEqual([]);
    expect(await image.sizeBytes()).toBe(PNG.length);
    expect((await image.type()).mimeType).toBe('image/png');
    expect((await image.bytes()).equals(PNG)).toBe(true);
    expect(seen).toEqual(['HEAD', 'GET', 'GET']);
  });

  it('asks for bytes as they are, not compressed', async () => {
    const url = await serve((request, response) => void response.end(request.headers['accept-encoding']));
    expect(String(await Image.fromUrl(url).bytes())).toBe('identity');
  });

  it('follows redirects and keeps its headers on the same origin only', async () => {
    const other = await serve(
      (request, response) => void response.end(`other ${request.headers.authorization ?? 'none'}`),
    );
    const url = await serve((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: other }).end();
      else if (request.url === '/here') response.writeHead(307, { location: '/end' }).end();
      else response.end(`same ${request.headers.authorization ?? 'none'}`);
    });
    const headers = { authorization: 'Bearer key' };
    expect(String(await Image.fromUrl(`${url}/here`, { headers }).bytes())).toBe('same Bearer key');
    expect(String(await Image.fromUrl(`${url}/away`, { headers }).bytes())).toBe('other none');
  });

  it('gives up on a circle of redirects', async () => {
    const url = await serve((_, response) => void response.writeHead(302, { location: '/again' }).end());
    const failed = Image.fromUrl(url).bytes();
    await expect(failed).rejects.toMatchObject({ code: 'MC_MEDIA_FETCH_FAILED', retryable: false });
  });

  it('does not follow a redirect to a file', async () => {
    const url = await serve((_, response) => void response.writeHead(302, { location: 'file:///etc/hostname' }).end());
    await expect(Image.fromUrl(url).bytes()).rejects.toMatchObject({ code: 'MC_MEDIA_FETCH_FAILED', retryable: false });
  });

  it.each([
    [404, false],
    [429, true],
    [503, true],
  ])('fails on %i with the status as a fact (retryable: %s)', async (status, retryable) => {
    const url = await serve((_, response) => void response.writeHead(status).end('an error page'));
    const expected = { code: 'MC_MEDIA_FETCH_FAILED', retryable, facts: { url: `${url}/a.png`, status } };
    await expect(Image.fromUrl(`${url}/a.png?key=secret`).bytes()).rejects.toMatchObject(expected);
  });

  it('does not know the size when the server refuses HEAD', async () => {
    const url = await serve((_, response) => void response.writeHead(405).end());
    expect(await Image.fromUrl(url).sizeBytes()).toBeUndefined();
  });

  it('ends asking for the size when it is aborted', async () => {
    const abort = new AbortController();
    const url = await serve(() => abort.abort());
    const asked = Image.fromUrl(url).sizeBytes({ signal: abort.signal });
    await expect(asked).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });

  it('fails when nobody listens', async () => {
    const url = await serve(() => undefined);
    const closed = servers.splice(0).map((server) => once(server.close(), 'close'));
    await Promise.all(closed);
    await expect(Image.fromUrl(url).type()).rejects.toMatchObject({ code: 'MC_MEDIA_FETCH_FAILED', retryable: true });
  });

  it('fails when the connection breaks off in the middle, and saves nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'media-'));
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 }).write(Buffer.alloc(1000), () => response.destroy());
    });
    const saved = Image.fromUrl(url).saveToFile(join(folder, 'copy.png'));
    await expect(saved).rejects.toMatchObject({ code: 'MC_MEDIA_FETCH_FAILED' });
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('saves the whole body', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'media-'));
    const body = Buffer.alloc(3_000_000, 'moo');
    const url = await serve((_, response) => void response.end(body));
    await Image.fromUrl(url).saveToFile(join(folder, 'copy.png'));
    expect((await readFile(join(folder, 'copy.png'))).equals(body)).toBe(true);
    await rm(folder, { recursive: true });
  });

  it.each(['before the answer', 'during the body'])('closes the connection when aborted %s', async (when) => {
    const abort = new AbortController();
    const closed = new Promise((resolve) => {
      void serve((request, response) => {
        request.socket.once('close', resolve);
        if (when === 'during the body') response.write(Buffer.alloc(10));
        setImmediate(() => abort.abort());
      }).then((url) => {
        void Image.fromUrl(url).bytes({ signal: abort.signal }).catch(failed);
      });
    });
    const failed = jest.fn();
    await closed;
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'MC_CALL_ABORTED' }));
  });
});

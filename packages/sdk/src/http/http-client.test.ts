import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from './http-client';
import { toRemoteError } from './remote-error';

describe('createHttpClient', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  async function clientOf(listener: RequestListener, timeoutMs?: number) {
    server = createServer(listener);
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v1`;
    return createHttpClient({ provider: 'acme', baseUrl, apiKey: 's3cret', timeoutMs });
  }

  it('sends the key and the headers, and gives the answer', async () => {
    const client = await clientOf((request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ url: request.url, auth: request.headers.authorization })),
    );
    expect((await client.get('/models')).data).toEqual({ url: '/v1/models', auth: 'Bearer s3cret' });
  });

  it.each([
    [401, 'MC_REMOTE_AUTH', false],
    [403, 'MC_REMOTE_AUTH', false],
    [404, 'MC_REMOTE_ERROR', false],
    [429, 'MC_REMOTE_ERROR', true],
    [500, 'MC_REMOTE_ERROR', true],
  ])('turns %d into %s', async (status, code, retryable) => {
    const client = await clientOf((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"the reason"}}');
    });
    const failure: unknown = await client.get('/x?key=s3cret').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, retryable, hint: expect.any(String), facts: { provider: 'acme', status } });
    expect(JSON.stringify(failure)).not.toContain('s3cret');
    if (code === 'MC_REMOTE_ERROR') expect(String(failure)).toContain('the reason');
  });

  it('passes on what is said where a file was asked for', async () => {
    const client = await clientOf((_request, response) =>
      response.writeHead(422, { 'content-type': 'application/json' }).end('{"error":"the reason"}'),
    );
    const settings = { responseType: 'arraybuffer' } as const;
    await expect(client.get('/x', settings)).rejects.toMatchObject({ message: expect.stringContaining('the reason') });
  });

  it('does not follow a redirect with the key', async () => {
    const client = await clientOf((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    await expect(client.get('/')).rejects.toMatchObject({ code: 'MC_REMOTE_ERROR', facts: { status: 302 } });
  });

  it('tells a deadline from a cancellation', async () => {
    const client = await clientOf(() => undefined, 50);
    await expect(client.get('/')).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT', hint: expect.any(String) });
    await expect(client.get('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
      hint: expect.any(String),
    });
  });

  it('takes a deadline of the caller for one', async () => {
    const client = await clientOf(() => undefined);
    await expect(client.get('/', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
      hint: expect.any(String),
    });
  });

  it('says when the API cannot be reached', async () => {
    const client = createHttpClient({ provider: 'acme', baseUrl: 'http://127.0.0.1:1' });
    await expect(client.get('/')).rejects.toMatchObject({
      code: 'MC_REMOTE_ERROR',
      hint: 'check the network and the address of the API',
      retryable: true,
    });
  });
});

describe('toRemoteError', () => {
  it('takes what is no error of the client too', () => {
    expect(toRemoteError('acme', new Error('odd'))).toMatchObject({
      code: 'MC_REMOTE_ERROR',
      message: 'acme: odd',
      hint: expect.any(String),
    });
  });
});

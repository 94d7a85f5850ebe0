import { once } from 'node:events';
import { deferred, readAll, RunningService } from './__fixtures__/running-service';
import { createService } from './create-service';
import { defineBody } from './define-body';
import { HttpError } from './http-error';
import { Reply } from './reply';
import { defineRoute, type Route } from './route';

const ECHO_BODY = defineBody({
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string' } },
} as const);

const echo = defineRoute({
  method: 'POST',
  path: '/echo',
  summary: 'Says it again',
  body: ECHO_BODY,
  maxBodyBytes: 100,
  handle: ({ body, query }) => ({ text: body.text, query: query.get('q') }),
});

const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, summary: path, handle });

describe('createService', () => {
  it('tells what it is and what it can do', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const { status, text } = await running.send('GET', '/');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      service: 'test-service',
      version: '1.2.3',
      contract: '1',
      tasks: [{ method: 'POST', path: '/echo', summary: 'Says it again' }],
      openapi: '/openapi.json',
    });
  });

  it('answers a POST with the handler’s value, the time of the handler and the request id', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const { status, headers, text } = await running.post('/echo?q=1', { text: 'héllo' }, { 'x-request-id': 'r-1' });
    expect({ status, body: JSON.parse(text) }).toEqual({ status: 200, body: { text: 'héllo', query: '1' } });
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-request-id']).toBe('r-1');
    expect(headers['server-timing']).toMatch(/^compute;dur=\d+\.\d{3}$/);
  });

  it('sends bytes, another type, status and headers when the handler answers a Reply', async () => {
    const reply = new Reply(Buffer.from('abc'), 'audio/wav', 201, { 'x-a': 'b' });
    await using running = await RunningService.start({ routes: [get('/wav', () => reply)] });
    const { status, headers, text } = await running.send('GET', '/wav');
    expect([status, headers['content-type'], headers['content-length'], headers['x-a'], text]).toEqual([
      201,
      'audio/wav',
      '3',
      'b',
      'abc',
    ]);
  });

  it.each([
    ['GET', '/nothing', 404, 'no route /nothing'],
    ['GET', '/echo', 405, '/echo takes POST, not GET'],
    ['DELETE', '/health', 405, '/health takes GET, HEAD, not DELETE'],
    ['GET', '//evil.example/health', 400, 'the request target must be a path'],
    ['GET', 'http://evil.example/health', 400, 'the request target must be a path'],
    ['OPTIONS', '*', 400, 'the request target must be a path'],
  ])('refuses %s %s with %i', async (method, path, status, error) => {
    await using running = await RunningService.start({ routes: [echo] });
    const answer = await running.send(method, path);
    expect({ status: answer.status, error: JSON.parse(answer.text).error }).toEqual({ status, error });
    expect(answer.headers.allow === undefined).toBe(status !== 405);
  });

  it('answers HEAD as GET without a body', async () => {
    await using running = await RunningService.start();
    const { status, headers, text } = await running.send('HEAD', '/health');
    expect([status, text]).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(0);
  });

  it.each<[string, string | Buffer, Record<string, string>, [status: number, error: RegExp]]>([
    ['no body', '', {}, [400, /^No JSON body provided$/]],
    ['broken JSON', '{"text"', {}, [400, /^the body is not valid JSON: ./]],
    ['bytes that are not UTF-8', Buffer.from('{"text":"\xff"}', 'latin1'), {}, [400, /it is not UTF-8$/]],
    ['a missing field', '{}', {}, [400, /^text field is required and must be a string$/]],
    ['a form', '{"text":"a"}', { 'content-type': 'text/plain' }, [415, /application\/json, not text\/plain/]],
    ['no content type', '{"text":"a"}', { 'content-type': '' }, [415, /not without a type/]],
    ['a compressed body', 'x', { 'content-encoding': 'gzip' }, [415, /gzip is not supported/]],
    ['an announced large body', 'x'.repeat(101), {}, [413, /^the body is larger than 100 bytes$/]],
    ['a large body in chunks', 'x'.repeat(101), { 'transfer-encoding': 'chunked' }, [413, /larger than 100 bytes$/]],
  ])('refuses %s', async (_what, body, headers, [status, error]) => {
    await using running = await RunningService.start({ routes: [echo] });
    const answer = await running.send('POST', '/echo', body, { 'content-type': 'application/json', ...headers });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toMatch(error);
    expect(running.errors).toEqual([]);
  });

  it('lets a client that is still sending 8 MiB see the 413, then closes the connection', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const answer = await running.send('POST', '/echo', Buffer.alloc(8 * 1024 * 1024), headers);
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe('close');
  });

  it('refuses a body that a client only asks about, without taking it', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const socket = await running.connect();
    socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n');
    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('tells a client that asks first to go on with a body that is small enough', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const headers = { 'content-type': 'application/json', expect: '100-continue', 'content-length': '12' };
    const answer = await running.send('POST', '/echo', '{"text":"a"}', headers);
    expect(answer.status).toBe(200);
  });

  it('answers 408 to a client that stops in the middle of its body', async () => {
    await using running = await RunningService.start({ routes: [echo], limits: { idleTimeoutMs: 50 } });
    const socket = await running.connect();
    socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{');
    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 408 [^]*no byte of the body came for 0.05 s/);
  });

  it('keeps the connection for the next request', async () => {
    await using running = await RunningService.start();
    const socket = await running.connect();
    const answers = readAll(socket);
    socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect((await answers).match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });

  it('turns what a handler throws into its status, or into a 500 that says nothing of the inside', async () => {
    const secret = new TypeError('secret path /root');
    await using running = await RunningService.start({
      routes: [
        get('/busy', () => {
          throw new HttpError(503, 'busy', { code: 'busy', headers: { 'retry-after': '1' } });
        }),
        get('/bug', () => Promise.reject(secret)),
      ],
    });
    const busy = await running.send('GET', '/busy');
    expect([busy.status, busy.headers['retry-after'], busy.text]).toEqual([503, '1', '{"error":"busy","code":"busy"}']);
    const bug = await running.send('GET', '/bug');
    expect([bug.status, bug.text]).toEqual([500, '{"error":"the service failed on this request","code":"internal"}']);
    expect(running.errors).toEqual([secret]);
  });

  it.each<[string, unknown, object]>([
    ['a value that JSON cannot carry', 1n, { status: 500 }],
    ['a header that HTTP cannot carry', new Reply('', 'text/plain', 200, { 'x-a': 'a\nb' }), { code: 'ECONNRESET' }],
  ])('survives a handler that answers %s', async (_what, result, outcome) => {
    await using running = await RunningService.start({ routes: [get('/odd', () => result as Reply)] });
    expect(await running.send('GET', '/odd').catch((error: unknown) => error)).toMatchObject(outcome);
    expect(running.errors).toMatchObject([{ name: 'TypeError' }]);
    expect((await running.send('GET', '/health')).status).toBe(200);
  });

  it('answers null for a handler without a result', async () => {
    await using running = await RunningService.start({ routes: [get('/none', () => undefined as unknown as null)] });
    expect(await running.send('GET', '/none')).toMatchObject({ status: 200, text: 'null' });
  });

  it('forgets a refused client that goes before its body is sent', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const socket = await running.connect();
    socket.write('POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{');
    await once(socket, 'data');
    socket.destroy();
    expect(await running.service.drain()).toBe(true);
    expect(running.errors).toEqual([]);
  });

  it('aborts the signal of a handler when its client goes', async () => {
    const [started, aborted] = [deferred(), deferred()];
    await using running = await RunningService.start({
      routes: [
        get('/slow', async ({ signal }) => {
          signal.addEventListener('abort', () => aborted.resolve());
          started.resolve();
          await aborted.promise;
          signal.throwIfAborted();
          return 'never';
        }),
      ],
    });
    const socket = await running.connect();
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await started.promise;
    socket.destroy();
    await aborted.promise;
    expect(running.errors).toEqual([]);
  });

  it('leaves the signal alone when the answer was sent', async () => {
    let signal: AbortSignal | undefined;
    await using running = await RunningService.start({
      routes: [
        get('/fast', (context) => {
          signal = context.signal;
          return 'done';
        }),
      ],
    });
    await running.send('GET', '/fast');
    await running.service.drain();
    expect(signal?.aborted).toBe(false);
  });

  it('is ready only after its ready() resolved', async () => {
    const ready = deferred();
    await using running = await RunningService.start({ ready: () => ready.promise });
    const before = await running.send('GET', '/health/ready');
    expect([before.status, JSON.parse(before.text).status]).toEqual([503, 'starting']);
    expect((await running.send('GET', '/health/live')).status).toBe(200);
    ready.resolve();
    const after = await running.send('GET', '/health');
    expect(after.status).toBe(200);
    expect(JSON.parse(after.text)).toMatchObject({ status: 'healthy', service: 'test-service', version: '1.2.3' });
  });

  it('says why it never gets ready', async () => {
    await using running = await RunningService.start({ ready: () => Promise.reject(new RangeError('no model file')) });
    const { status, text } = await running.send('GET', '/health/ready');
    expect([status, JSON.parse(text)]).toEqual([
      503,
      expect.objectContaining({ status: 'unhealthy', checks: { ready: 'no model file' } }),
    ]);
    expect(running.errors).toHaveLength(1);
  });

  it('counts requests, also those without a route', async () => {
    await using running = await RunningService.start();
    await running.send('GET', '/health/live');
    await running.send('GET', '/made-up');
    const { headers, text } = await running.send('GET', '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('mediaconduit_service_requests_total{method="GET",route="/health/live",code="200"} 1');
    expect(text).toContain('mediaconduit_service_requests_total{method="",route="",code="404"} 1');
    expect(text).toContain('mediaconduit_service_requests_in_flight 1');
  });

  it('describes its routes as OpenAPI 3.1', async () => {
    await using running = await RunningService.start({ routes: [echo] });
    const document = JSON.parse((await running.send('GET', '/openapi.json')).text);
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/echo'].post).toMatchObject({
      operationId: 'postEcho',
      requestBody: { content: { 'application/json': { schema: { required: ['text'] } } } },
    });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/', '/health', '/health/live', '/health/ready', '/metrics', '/openapi.json']),
    );
  });

  it('cannot listen on an address that is taken, and says so', async () => {
    await using running = await RunningService.start();
    const second = createService({ id: 'second', version: '1.0.0', routes: [] });
    await expect(second.listen({ host: '127.0.0.1', port: running.port })).rejects.toMatchObject({
      name: 'ServiceStartError',
      message: expect.stringContaining('EADDRINUSE'),
    });
  });
});

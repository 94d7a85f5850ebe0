import { getEventListeners } from 'node:events';
import type http from 'node:http';
import { Readable } from 'node:stream';
import type { ServiceRequest } from '@mediaconduit/sdk';
import { deferred } from './__fixtures__/deferred';
import { connected } from './__fixtures__/connected-client';
import { bodyOf, testServer } from './__fixtures__/test-server';
import { createServiceClient } from './create-service-client';

const activeTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const never: http.RequestListener = () => undefined;

describe('ServiceClient', () => {
  describe('request', () => {
    it('sends JSON and reads the reply with its timing', async () => {
      await using world = await connected((request, response) => {
        void bodyOf(request).then((body) => {
          response.setHeader('x-type', request.headers['content-type'] ?? '').setHeader('x-two', ['a', 'b']);
          response.end(JSON.stringify({ method: request.method, body }));
        });
      });
      const reply = await world.client.request({ path: '/transform?x=1', json: { text: 'moo' } }, 7);
      expect(reply.status).toBe(200);
      expect(reply.json()).toEqual({ method: 'POST', body: '{"text":"moo"}' });
      expect(reply.text()).toBe(reply.bytes.toString());
      expect(reply.headers).toMatchObject({ 'x-type': 'application/json', 'x-two': 'a, b' });
      expect(reply.timing).toEqual({
        queueMs: 0,
        startMs: 7,
        computeMs: expect.any(Number),
        transferMs: expect.any(Number),
      });
      expect(world.server.seen).toEqual(['POST /transform?x=1']);
      expect(world.client.inFlight).toBe(0);
    });

    it.each<[string, ServiceRequest, object]>([
      ['GET without a body', { path: '/' }, { method: 'GET', body: '' }],
      ['the named method', { path: '/', method: 'DELETE' }, { method: 'DELETE', body: '' }],
      ['text as it is', { path: '/', body: 'moo' }, { method: 'POST', body: 'moo' }],
      ['bytes', { path: '/', body: Buffer.from('moo') }, { method: 'POST', body: 'moo' }],
      ['a stream', { path: '/', body: Readable.from(['m', 'oo']) }, { method: 'POST', body: 'moo' }],
      [
        'headers',
        { path: '/', json: 1, headers: { 'x-cow': 'tux' } },
        { body: '1', cow: 'tux', type: 'application/json' },
      ],
      ['a content type', { path: '/', json: 1, headers: { 'content-type': 'a/b' } }, { type: 'a/b' }],
    ])('sends %s', async (_what, request, expected) => {
      await using world = await connected((incoming, response) => {
        const { 'x-cow': cow, 'content-type': type } = incoming.headers;
        void bodyOf(incoming).then((body) =>
          response.end(JSON.stringify({ method: incoming.method, body, cow, type })),
        );
      });
      expect((await world.client.request(request, 0)).json()).toMatchObject(expected);
    });

    it('keeps the path of the address', async () => {
      await using server = await testServer((_request, response) => response.end());
      const client = await createServiceClient({ serviceId: 'cow', baseUrl: `${server.baseUrl}/v1` });
      await client.request({ path: '/models' }, 0);
      expect(server.seen).toEqual(['GET /v1/models']);
      await client.destroy();
    });

    it.each([
      [400, '{"error":"unknown cow"}', 'MC_SERVICE_REJECTED', 'unknown cow', /^correct the input/],
      [422, '{"detail":"no text"}', 'MC_SERVICE_REJECTED', 'no text', /^correct the input/],
      [404, '{"error":{"message":"no model"}}', 'MC_SERVICE_REJECTED', 'no model', /versions/],
      [401, '', 'MC_SERVICE_REJECTED', '', /credentials/],
      [413, '{"message":"too long"}', 'MC_INPUT_TOO_LARGE', 'too long', /less/],
      [429, '', 'MC_SERVICE_BUSY', '', /later/],
      [503, 'busy', 'MC_SERVICE_BUSY', 'busy', /later/],
      [500, '<h1>oops</h1>', 'MC_SERVICE_ERROR', '<h1>oops</h1>', /services logs cow/],
      [502, '[1]', 'MC_SERVICE_ERROR', '[1]', /services logs cow/],
      [500, 'null', 'MC_SERVICE_ERROR', 'null', /services logs cow/],
    ])('turns %i %s into %s', async (...[status, body, code, said, hint]) => {
      await using world = await connected((_request, response) => response.writeHead(status).end(body));
      await expect(world.client.request({ path: '/x' }, 0)).rejects.toMatchObject({
        ...{ code, retryable: status === 429 || status >= 500 },
        message: `The service "cow" answered ${status} to /x${said === '' ? '' : `: ${said}`}`,
        hint: expect.stringMatching(hint),
        facts: { service: 'cow', path: '/x', status, said },
      });
      expect(world.client.inFlight).toBe(0);
    });

    it('gives the answer of an error to who accepts it', async () => {
      await using world = await connected((_request, response) => response.writeHead(404).end('{}'));
      await expect(world.client.request({ path: '/', acceptErrors: true }, 0)).resolves.toMatchObject({ status: 404 });
    });

    it.each([
      ['<html>\u001b[2J', '"<html>\\x1b[2J"'],
      ['', 'nothing'],
      ['x'.repeat(201), `"${'x'.repeat(200)}" …`],
    ])('says so when a reply is not JSON but %j', async (body, shown) => {
      await using world = await connected((_request, response) => response.end(body));
      const reply = await world.client.request({ path: '/' }, 0);
      expect(() => reply.json()).toThrow(
        expect.objectContaining({
          code: 'MC_SERVICE_REPLY_INVALID',
          message: `The service "cow" answered ${shown} instead of JSON.`,
          hint: expect.stringContaining('services logs cow'),
          facts: { service: 'cow', status: 200, body: body.slice(0, 200) },
        }),
      );
    });

    it('breaks off a reply that is too large', async () => {
      await using world = await connected((_request, response) => {
        response.on('error', () => undefined);
        response.write(Buffer.alloc(100_000));
      });
      await expect(world.client.request({ path: '/', maxReplyBytes: 99_999 }, 0)).rejects.toMatchObject({
        code: 'MC_SERVICE_REPLY_INVALID',
        facts: { maxReplyBytes: 99_999 },
        hint: expect.stringContaining('stream()'),
      });
      await world.server.cut;
    });

    it('ends at its deadline, in the service too', async () => {
      await using world = await connected(never);
      // long enough for the request to reach the service on a busy machine: it is to see the end of it
      await expect(world.client.request({ path: '/slow', timeoutMs: 500 }, 0)).rejects.toMatchObject({
        code: 'MC_CALL_TIMEOUT',
        message: expect.stringContaining(`at ${world.server.baseUrl} did not answer /slow in time`),
        retryable: true,
      });
      await world.server.cut;
      expect(world.client.inFlight).toBe(0);
    });

    it('ends when the caller gives up, in the service too', async () => {
      const asked = deferred();
      await using world = await connected(() => asked.resolve());
      const caller = new AbortController();
      const call = world.client.request({ path: '/', signal: caller.signal }, 0);
      await asked.promise;
      caller.abort();
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', hint: expect.any(String) });
      await world.server.cut;
      expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
      expect(world.client.inFlight).toBe(0);
    });

    it('sends nothing for a caller that had given up before', async () => {
      await using world = await connected(never);
      const call = world.client.request({ path: '/', signal: AbortSignal.abort() }, 0);
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await expect(
        world.client.request({ path: '/', signal: AbortSignal.abort('why'), timeoutMs: 1 }, 0),
      ).rejects.toMatchObject({
        code: 'MC_CALL_ABORTED',
        cause: 'why',
      });
      expect(world.server.seen).toEqual([]);
    });

    it('leaves neither listeners nor timers behind', async () => {
      await using world = await connected((request, response) =>
        response.writeHead(request.url === '/bad' ? 500 : 200).end(),
      );
      await world.client.request({ path: '/' }, 0); // the pool's own timers are there now
      const timers = activeTimers();
      const { signal } = new AbortController();
      const calls = Array.from({ length: 20 }, (_, n) =>
        world.client.request({ path: n % 2 ? '/' : '/bad', signal }, 0),
      );
      expect(getEventListeners(signal, 'abort')).toHaveLength(20);
      await Promise.allSettled(calls);
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      expect(activeTimers()).toBeLessThanOrEqual(timers);
    });

    it.each([['before it answers', (socket: NodeJS.EventEmitter & { destroy(): void }) => socket.destroy()]])(
      'says that the service is gone when the connection is cut %s',
      async (_when, cut) => {
        await using world = await connected((request) => cut(request.socket));
        await expect(world.client.request({ path: '/x' }, 0)).rejects.toMatchObject({
          code: 'MC_SERVICE_GONE',
          message: expect.stringContaining(`The service "cow" at ${world.server.baseUrl} went away during /x`),
          retryable: true,
          facts: { service: 'cow', path: '/x', baseUrl: world.server.baseUrl },
          cause: expect.any(Error),
        });
      },
    );

    it('says that the service is gone when nobody listens, or the client was ended', async () => {
      await using world = await connected(never);
      await world.server[Symbol.asyncDispose]();
      await expect(world.client.request({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
      await world.client.destroy();
      await expect(world.client.request({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
      expect(world.client.inFlight).toBe(0);
    });

    it('ends the calls under way when it is destroyed', async () => {
      const asked = deferred();
      await using world = await connected(() => asked.resolve());
      const call = expect(world.client.request({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
      await asked.promise;
      await world.client.destroy();
      await call;
    });

    it.each<[string, ServiceRequest]>([
      ['a value that JSON cannot hold', { path: '/', json: { big: 1n } }],
      ['a path that is none', { path: 'http://example.org/' }],
      ['a header with a line break', { path: '/', headers: { 'x-cow': 'a\nb' } }],
    ])('refuses %s and stays usable', async (_what, request) => {
      await using world = await connected((_request, response) => response.end('ok'));
      await expect(world.client.request(request, 0)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
      await expect(world.client.stream(request, 0)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
      expect(world.client.inFlight).toBe(0);
      expect((await world.client.request({ path: '/' }, 0)).text()).toBe('ok');
      expect(world.server.seen).toEqual(['GET /']);
    });
  });
});

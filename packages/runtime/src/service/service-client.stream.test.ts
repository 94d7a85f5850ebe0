import { getEventListeners, once } from 'node:events';
import { Video } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { connected } from './__fixtures__/connected-client';
import { deferred } from './__fixtures__/deferred';
import type { TestServer } from './__fixtures__/test-server';

describe('ServiceClient', () => {
  describe('stream', () => {
    it('streams both ways, and is under way until the body has ended', async () => {
      await using world = await connected((request, response) => void request.pipe(response));
      const { signal } = new AbortController();
      const reply = await world.client.stream({ path: '/', body: Readable.from(['m', 'oo']), signal }, 3);
      expect(reply).toMatchObject({ status: 200, timing: { startMs: 3, computeMs: expect.any(Number) } });
      expect(world.client.inFlight).toBe(1);
      const closed = once(reply.body, 'close');
      await expect(text(reply.body)).resolves.toBe('moo');
      await closed;
      expect(world.client.inFlight).toBe(0);
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    });

    it('hands out what has come before the rest has', async () => {
      const more = deferred();
      await using world = await connected((_request, response) => {
        response.setHeader('x-two', ['a', 'b']);
        response.write('first');
        void more.promise.then(() => response.end('second'));
      });
      const { body, headers } = await world.client.stream({ path: '/' }, 0);
      expect(headers['x-two']).toBe('a, b');
      const [chunk] = (await once(body, 'data')) as [Buffer];
      expect(chunk.toString()).toBe('first');
      more.resolve();
      await expect(buffer(body)).resolves.toEqual(Buffer.from('second'));
    });

    it('keeps the failure of a reply that nobody reads for whoever reads it', async () => {
      await using world = await connected((_request, response) => void response.write('first'));
      const caller = new AbortController();
      const { body } = await world.client.stream({ path: '/', signal: caller.signal }, 0);
      const closed = new Promise((resolve) => body.once('close', resolve));
      caller.abort();
      await closed;
      await expect(Video.fromStream(body).bytes()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(world.client.inFlight).toBe(0);
    });

    it('lets go of a whole reply that nobody reads when its caller gives up', async () => {
      await using world = await connected((_request, response) => void response.end('all of it'));
      const caller = new AbortController();
      const { body, timing } = await world.client.stream({ path: '/', signal: caller.signal }, 0);
      await eventually(async () => expect(timing.transferMs).toBeGreaterThan(0));
      expect(world.client.inFlight).toBe(1);
      caller.abort();
      expect(world.client.inFlight).toBe(0);
      expect(body.destroyed).toBe(true);
    });

    it('lets go of what was to be sent when nobody listens there', async () => {
      const world = await connected((_request, response) => void response.end());
      await world.server[Symbol.asyncDispose]();
      const [content, body] = [new PassThrough(), new PassThrough()];
      const form = { file: { content, fileName: 'a' } };
      const gone = { code: 'MC_SERVICE_GONE' };
      await expect(world.client.stream({ path: '/', form }, 0)).rejects.toMatchObject(gone);
      await expect(world.client.request({ path: '/', body }, 0)).rejects.toMatchObject(gone);
      await expect(world.client.request({ path: 'no-path', body }, 0)).rejects.toMatchObject({
        code: 'MC_INPUT_INVALID',
      });
      expect([content.destroyed, body.destroyed]).toEqual([true, true]);
      await world.client.destroy();
    });

    it('throws the error of an answer, and nothing stays under way', async () => {
      await using world = await connected((_request, response) => response.writeHead(400).end('{"error":"no"}'));
      await expect(world.client.stream({ path: '/' }, 0)).rejects.toMatchObject({
        code: 'MC_SERVICE_REJECTED',
        facts: { said: 'no' },
      });
      expect(world.client.inFlight).toBe(0);
      const { status, body } = await world.client.stream({ path: '/', acceptErrors: true }, 0);
      expect(status).toBe(400);
      await expect(text(body)).resolves.toBe('{"error":"no"}');
    });

    it('ends the work in the service when the body is destroyed', async () => {
      await using world = await connected((_request, response) => void response.write('first'));
      const { body } = await world.client.stream({ path: '/' }, 0);
      const closed = once(body, 'close');
      body.destroy();
      await closed;
      await world.server.cut;
      expect(world.client.inFlight).toBe(0);
    });

    it.each([
      ['the caller gives up', 'MC_CALL_ABORTED', (caller: AbortController) => caller.abort()],
      [
        'the service goes away',
        'MC_SERVICE_GONE',
        (_caller: AbortController, server: TestServer) => server[Symbol.asyncDispose](),
      ],
    ])('ends the body with a typed error when %s', async (_what, code, act) => {
      await using world = await connected((_request, response) => void response.write('first'));
      const caller = new AbortController();
      const { body } = await world.client.stream({ path: '/', signal: caller.signal }, 0);
      await once(body, 'data');
      const ended = expect(text(body)).rejects.toMatchObject({ code });
      void act(caller, world.server);
      await ended;
      await world.server.cut;
      expect(world.client.inFlight).toBe(0);
      expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    });

    it('ends at its deadline, before the answer and in the middle of it', async () => {
      await using world = await connected(
        (request, response) => void (request.url === '/drip' && response.write('first')),
      );
      await expect(world.client.stream({ path: '/slow', timeoutMs: 5 }, 0)).rejects.toMatchObject({
        code: 'MC_CALL_TIMEOUT',
      });
      // on a busy machine the deadline may come before the answer: the error is the same
      const read = world.client.stream({ path: '/drip', timeoutMs: 50 }, 0).then(({ body }) => text(body));
      await expect(read).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
      expect(world.client.inFlight).toBe(0);
    });

    it('says when the caller had given up before, or the service is gone', async () => {
      await using world = await connected((request) => request.socket.destroy());
      await expect(world.client.stream({ path: '/', signal: AbortSignal.abort() }, 0)).rejects.toMatchObject({
        code: 'MC_CALL_ABORTED',
      });
      expect(world.server.seen).toEqual([]);
      await expect(world.client.stream({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
      expect(world.client.inFlight).toBe(0);
    });
  });
});

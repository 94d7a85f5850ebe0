import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { deferred, RunningService } from './__fixtures__/running-service';
import { Reply, type ReplyTransfer } from './reply';
import type { RequestContext } from './request-context';
import { defineRoute, type Route } from './route';
import { streamBody } from './stream-body';

const BYTES = { 'content-type': 'application/octet-stream' };

const count = defineRoute({
  method: 'POST',
  path: '/count',
  summary: 'Counts bytes',
  body: streamBody({ contentTypes: ['application/octet-stream', 'video/*'] }),
  maxBodyBytes: 1_000_000,
  async handle({ body }) {
    let sizeBytes = 0;
    for await (const chunk of body) sizeBytes += (chunk as Buffer).length;
    return { sizeBytes };
  },
});

const echo = defineRoute({
  method: 'POST',
  path: '/echo',
  summary: 'Sends back what comes, while it comes',
  body: streamBody(),
  maxBodyBytes: 50_000_000,
  handle: ({ body }) => new Reply(body.pipe(new PassThrough()), 'application/octet-stream'),
});

const refuse = defineRoute({
  method: 'POST',
  path: '/refuse',
  summary: 'Reads nothing',
  body: streamBody(),
  maxBodyBytes: 50_000_000,
  handle: () => ({ refused: true }),
});

describe('streamBody', () => {
  let running: RunningService;

  beforeEach(async () => {
    running = await RunningService.start({ routes: [count, echo, refuse] });
  });

  afterEach(() => running[Symbol.asyncDispose]());

  it.each(['application/octet-stream', 'video/mp4', 'Video/WebM; codecs=vp9'])(
    'hands out a body of %s',
    async (type) => {
      const answer = await running.send('POST', '/count', Buffer.alloc(300_000), { 'content-type': type });
      expect(JSON.parse(answer.text)).toEqual({ sizeBytes: 300_000 });
    },
  );

  it('hands out an empty body', async () => {
    expect(JSON.parse((await running.send('POST', '/count', '', BYTES)).text)).toEqual({ sizeBytes: 0 });
  });

  it.each(['text/plain', 'videos/mp4', ''])('refuses the type %j', async (type) => {
    const answer = await running.send('POST', '/count', 'x', type === '' ? {} : { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(JSON.parse(answer.text).error).toContain('application/octet-stream or video/*');
  });

  it('refuses a body that is announced too large, and one that becomes so', async () => {
    expect((await running.send('POST', '/count', Buffer.alloc(1_000_001), BYTES)).status).toBe(413);
    const chunked = { ...BYTES, 'transfer-encoding': 'chunked' };
    const answer = await running.send('POST', '/count', Buffer.alloc(1_200_000), chunked);
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, 'body-too-large']);
    expect(running.errors).toEqual([]);
  });

  it('sends an answer although nothing of the body was read', async () => {
    const answer = await running.send('POST', '/refuse', Buffer.alloc(3_000_000), BYTES);
    expect(JSON.parse(answer.text)).toEqual({ refused: true });
  });

  it('sends while it receives, with back-pressure', async () => {
    const sent = httpRequest({ port: running.port, method: 'POST', path: '/echo', headers: BYTES });
    sent.write('first');
    const [response] = (await once(sent, 'response')) as [Readable];
    expect(String((await once(response, 'data'))[0])).toBe('first');
    // nobody reads: the service must not take in all of it
    response.pause();
    let written = 0;
    while (written < 40_000_000 && sent.write(Buffer.alloc(1_000_000))) written += 1_000_000;
    expect(written).toBeLessThan(40_000_000);
    sent.end();
    let received = 0;
    response.on('data', (chunk: Buffer) => (received += chunk.length)).resume();
    await once(response, 'end');
    expect(received).toBe(written + 1_000_000);
  });

  it('fails in the handler when the client breaks off', async () => {
    const [begun, failed] = [deferred<unknown>(), deferred<unknown>()];
    const watch = defineRoute({
      ...count,
      path: '/watch',
      handle: async ({ body }) => {
        body.once('data', begun.resolve).once('error', failed.resolve);
        return new Promise<object>((resolve) => body.once('close', () => resolve({})).resume());
      },
    });
    await using own = await RunningService.start({ routes: [watch] });
    const sent = httpRequest({ port: own.port, method: 'POST', path: '/watch', headers: BYTES });
    sent.on('error', () => undefined).write('beginning');
    await begun.promise;
    sent.destroy();
    await expect(failed.promise).resolves.toMatchObject({ status: 400, code: 'request-aborted' });
  });

  it('is in the OpenAPI document', async () => {
    const { paths } = JSON.parse((await running.send('GET', '/openapi.json')).text);
    expect(Object.keys(paths['/count'].post.requestBody.content)).toEqual(['application/octet-stream', 'video/*']);
  });
});

describe('a reply that is a stream', () => {
  const answerWith = (body: () => Readable): Promise<RunningService> =>
    RunningService.start({
      routes: [{ method: 'GET', path: '/x', summary: 'x', handle: () => new Reply(body(), 'text/plain') }],
    });

  it('is sent as it comes', async () => {
    await using running = await answerWith(() => Readable.from(['a', 'b', 'c']));
    const answer = await running.send('GET', '/x');
    expect([answer.text, answer.headers['content-type']]).toEqual(['abc', 'text/plain']);
  });

  it('is destroyed when the client goes', async () => {
    const closed = deferred();
    const body = new PassThrough().on('close', closed.resolve);
    await using running = await answerWith(() => body);
    const sent = httpRequest({ port: running.port, path: '/x' }).on('error', () => undefined);
    sent.end();
    body.write('beginning');
    await once(sent, 'response');
    sent.destroy();
    await closed.promise;
    expect(running.errors).toEqual([]);
  });

  it('cuts the connection when it fails, and tells onError', async () => {
    const body = new PassThrough();
    await using running = await answerWith(() => body);
    const sent = httpRequest({ port: running.port, path: '/x' }).end();
    body.write('beginning');
    const [response] = (await once(sent, 'response')) as [Readable];
    body.destroy(new Error('disk gone'));
    await expect(response.toArray()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(running.errors).toEqual([expect.objectContaining({ message: 'disk gone' })]);
  });

  it('is cut when the client does not read on', async () => {
    const closed = deferred();
    const body = new Readable({ read: () => void body.push(Buffer.alloc(1_000_000)) }).on('close', closed.resolve);
    const route: Route = { method: 'GET', path: '/x', summary: 'x', handle: () => new Reply(body, 'text/plain') };
    await using running = await RunningService.start({ routes: [route], limits: { idleTimeoutMs: 100 } });
    const sent = httpRequest({ port: running.port, path: '/x' }).end();
    const [response] = (await once(sent, 'response')) as [Readable];
    response.pause().on('error', () => undefined);
    await closed.promise;
  });

  it('waits for a slow client as long as it says itself, and tells when it was sent', async () => {
    const ended = deferred<boolean>();
    const transfer: ReplyTransfer = { idleTimeoutMs: 0, onEnd: ended.resolve };
    const body = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1_000_000)));
    const handle = (): Reply => Object.assign(new Reply(body, 'text/plain'), { transfer });
    const route: Route = { method: 'GET', path: '/x', summary: 'x', handle };
    await using running = await RunningService.start({ routes: [route], limits: { idleTimeoutMs: 20 } });
    const sent = httpRequest({ port: running.port, path: '/x' }).end();
    const [response] = (await once(sent, 'response')) as [Readable];
    await pause(200);
    let received = 0;
    for await (const chunk of response) received += (chunk as Buffer).length;
    expect(received).toBe(20_000_000);
    expect(await ended.promise).toBe(true);
  });

  it.each(['before the answer', 'in the middle'])('tells that the client went %s', async (when) => {
    const [asked, ended] = [deferred(), deferred<boolean>()];
    const body = new Readable({ read: () => void body.push(Buffer.alloc(1_000_000)) });
    const handle = async ({ signal }: RequestContext<unknown>): Promise<Reply> => {
      const gone = once(signal, 'abort');
      asked.resolve();
      if (when === 'before the answer') await gone;
      return Object.assign(new Reply(body, 'text/plain'), { transfer: { onEnd: ended.resolve } });
    };
    await using running = await RunningService.start({ routes: [{ method: 'GET', path: '/x', summary: 'x', handle }] });
    const sent = httpRequest({ port: running.port, path: '/x' }).on('error', () => undefined);
    const answered = once(sent.end(), 'response').catch(() => undefined);
    await asked.promise;
    if (when === 'in the middle') await answered;
    sent.destroy();
    expect(await ended.promise).toBe(false);
    expect(body.destroyed).toBe(true);
  });

  it('may be silent for longer than the client may', async () => {
    const body = new PassThrough();
    const route: Route = { method: 'GET', path: '/x', summary: 'x', handle: () => new Reply(body, 'text/plain') };
    await using running = await RunningService.start({ routes: [route], limits: { idleTimeoutMs: 20 } });
    const received = running.send('GET', '/x');
    body.write('a');
    setTimeout(() => body.end('b'), 200);
    expect((await received).text).toBe('ab');
  });

  it('sends no body to a HEAD request', async () => {
    const closed = deferred();
    await using running = await answerWith(() => Readable.from(['abc']).on('close', closed.resolve));
    expect((await running.send('HEAD', '/x')).text).toBe('');
    await closed.promise;
  });
});

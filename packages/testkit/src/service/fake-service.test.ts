import { connect } from 'node:net';
import { createManualClock } from '../clock/manual-clock';
import { eventually } from '../contract/eventually';
import { createWav } from '../media/create-wav';
import type { FakeAnswer } from './fake-answer';
import { startFakeService, type FakeService, type FakeServiceOptions } from './fake-service';

let service: FakeService;

async function start(routes: FakeServiceOptions['routes'], options?: Partial<FakeServiceOptions>): Promise<void> {
  service = await startFakeService({ routes, tolerant: true, ...options });
}

afterEach(() => service[Symbol.asyncDispose]());

const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${service.url}${path}`, init);
const text = async (path: string): Promise<string> => (await get(path)).text();

describe('startFakeService', () => {
  it.each<[string, FakeAnswer, string, string | Buffer]>([
    ['JSON', { json: { a: 1 } }, 'application/json', '{"a":1}'],
    ['text', { text: 'moo' }, 'text/plain; charset=utf-8', 'moo'],
    ['bytes', { bytes: createWav(), contentType: 'audio/wav' }, 'audio/wav', createWav()],
    ['a wrong content type', { json: {}, contentType: 'text/html' }, 'text/html', '{}'],
    [
      'events',
      { events: [{ data: { n: 1 } }, { event: 'end', id: '7', data: 'two\nlines' }] },
      'text/event-stream',
      'data: {"n":1}\n\nevent: end\nid: 7\ndata: two\ndata: lines\n\n',
    ],
    [
      'a stream',
      { stream: ['a', new Uint8Array([98]), { json: { n: 1 } }], contentType: 'application/x-ndjson' },
      'application/x-ndjson',
      'ab{"n":1}\n',
    ],
  ])('answers with %s', async (_what, answer, type, body) => {
    await start({ 'GET /x': answer });
    const reply = await get('/x?y=1');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type]);
    expect(Buffer.from(await reply.arrayBuffer()).equals(Buffer.from(body))).toBe(true);
  });

  it('answers a list one by one, and says when to come again', async () => {
    await start({ 'GET /x': [{ status: 429, retryAfterSeconds: 2 }, { status: 503 }, { text: 'moo' }] });
    const busy = await get('/x');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await get('/x')).status).toBe(503);
    expect([await text('/x'), await text('/x')]).toEqual(['moo', 'moo']);
  });

  it('lets a function answer, with what stands in the path', async () => {
    await start({ 'POST /jobs/{id}': ({ json, params }) => ({ json: { ...params, json } }) });
    const reply = await get('/jobs/a%20b', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[1]',
    });
    expect(await reply.json()).toEqual({ id: 'a b', json: [1] });
    expect(service.received).toMatchObject([{ method: 'POST', path: '/jobs/a%20b', json: [1], aborted: false }]);
  });

  it('says that it is there, as a service does, unless that is declared', async () => {
    await start({});
    expect((await get('/')).status).toBe(200);
    expect([service.received, service.unexpected]).toEqual([[], []]);
  });

  it('refuses what is not declared, and says what is', async () => {
    await start({ 'POST /speech': {}, 'GET /health': {} }, { serviceId: 'talker' });
    expect(() => service.verify()).not.toThrow();
    const reply = await get('/speech');
    const reason = 'declared: POST /speech, GET /health; did you mean "POST /speech"?';
    expect([reply.status, await reply.json()]).toEqual([
      501,
      { error: `GET /speech is not expected: ${reason}`, code: 'not-declared' },
    ]);
    expect(service.unexpected).toEqual([{ method: 'GET', path: '/speech', reason }]);
    expect(() => service.verify()).toThrow(
      expect.objectContaining({
        code: 'MC_EXCHANGE_UNEXPECTED',
        message: `talker got a request that it cannot answer: GET /speech (${reason}).`,
      }),
    );
  });

  it('says when a route failed', async () => {
    const broken = (): FakeAnswer => {
      throw new Error('a mistake in the test');
    };
    await start({ 'GET /x': broken });
    expect((await get('/x')).status).toBe(501);
    expect(() => service.verify()).toThrow('its route failed: a mistake in the test');
  });

  it.each(['speech', 'post /x', 'GET x', 'GET /x?y=1', ''])('refuses the route "%s"', async (key) => {
    await start({});
    await expect(startFakeService({ routes: { [key]: {} } })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
  });

  it('waits as long as the clock says, before an answer and within', async () => {
    const clock = createManualClock();
    await start({ 'GET /x': { afterMs: 1000, stream: ['a', { text: 'b', afterMs: 500 }] } }, { clock });
    const asked = get('/x');
    await eventually(async () => expect(clock.pending).toBe(1));
    await clock.advance(1000);
    const reader = (await asked).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('a');
    await eventually(async () => expect(clock.pending).toBe(1));
    await clock.advance(500);
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('b');
    expect((await reader?.read())?.done).toBe(true);
  });

  it.each<[NonNullable<FakeAnswer['broken']>, string]>([
    ['reset', 'fetch failed'],
    ['cut', 'terminated'],
    ['truncated', 'terminated'],
  ])('breaks off: %s', async (broken, message) => {
    await start({ 'GET /x': { text: 'some text', broken } });
    await expect(text('/x')).rejects.toThrow(message);
    expect(service.received[0]?.aborted).toBe(false);
  });

  it('really resets the connection', async () => {
    await start({ 'GET /x': { broken: 'reset' } });
    await expect(get('/x')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('promises less than it sends', async () => {
    await start({ 'GET /x': { text: '12345678', broken: 'wrong-length' } });
    const reply = await get('/x');
    expect([reply.headers.get('content-length'), await reply.text()]).toEqual(['4', '1234']);
  });

  it.each(['mute', 'hang'] as const)('never comes to an end: %s', async (broken) => {
    await start({ 'GET /x': { text: 'begun', broken } });
    const abort = new AbortController();
    const asked = get('/x', { signal: abort.signal }).then((reply) => reply.text());
    await eventually(async () => expect(service.received).toHaveLength(1));
    abort.abort();
    await expect(asked).rejects.toThrow('abort');
    await eventually(async () => expect(service.received[0]?.aborted).toBe(true));
  });

  it('leaves no connection, delay or generator behind when it is disposed', async () => {
    const clock = createManualClock();
    let ended = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'more '.repeat(10_000);
      } finally {
        ended = true;
      }
    }
    await start(
      {
        'GET /late': { afterMs: 60_000 },
        'GET /mute': { broken: 'mute' },
        'GET /endless': () => ({ stream: endless() }),
      },
      { clock },
    );
    const idle = connect(Number(new URL(service.url).port), '127.0.0.1');
    const closed = new Promise((resolve) => idle.once('close', resolve));
    idle.resume();
    const asked = ['/late', '/mute', '/endless'].map((path) => text(path));
    const settled = Promise.allSettled(asked);
    await eventually(async () => expect(service.received).toHaveLength(3));
    await eventually(async () => expect(clock.pending).toBe(1));
    await service[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await closed;
    expect(clock.pending).toBe(0);
    await eventually(async () => expect(ended).toBe(true));
    await expect(get('/')).rejects.toThrow('fetch failed');
  });
});

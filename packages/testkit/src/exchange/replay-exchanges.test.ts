import { request as requestHttp } from 'node:http';
import { eventually } from '../contract/eventually';
import { temporaryFolder } from '../folder/temporary-folder';
import type { Exchange, RecordedResponse } from './exchange';
import { replayExchanges, type ReplayServer } from './replay-exchanges';
import { sha256Of } from './read-request';

let server: ReplayServer;
afterEach(() => server[Symbol.asyncDispose]());

const CHAT = { method: 'POST', path: '/api/chat' };

async function replay(exchanges: readonly Exchange[], options?: Parameters<typeof replayExchanges>[1]): Promise<void> {
  server = await replayExchanges(exchanges, options);
}

const answer = (response: RecordedResponse): Promise<void> =>
  replay([{ request: { method: 'GET', path: '/x' }, response }]);

function post(path: string, body: object): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function form(...parts: [string, string | Blob, string?][]): FormData {
  const data = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, fileName);
  }
  return data;
}

describe('replayExchanges', () => {
  it('answers by method, path and the values of a JSON body', async () => {
    await replay([
      { request: { ...CHAT, json: { model: 'a', stream: false } }, response: { json: { said: 'A' } } },
      { request: { ...CHAT, json: { model: 'b' } }, response: { status: 404, json: { error: 'no b' } } },
      { request: { method: 'GET', path: '/api/chat' }, response: { text: 'got' } },
    ]);
    const first = await post('/api/chat', { stream: false, model: 'a' });
    expect([first.status, first.headers.get('content-type'), await first.json()]).toEqual([
      200,
      'application/json',
      { said: 'A' },
    ]);
    expect((await post('/api/chat', { model: 'b' })).status).toBe(404);
    expect(await (await fetch(`${server.url}/api/chat`)).text()).toBe('got');
    expect(server.requests.map(({ method, path, json }) => ({ method, path, json }))).toEqual([
      { ...CHAT, json: { stream: false, model: 'a' } },
      { ...CHAT, json: { model: 'b' } },
      { method: 'GET', path: '/api/chat', json: undefined },
    ]);
    expect([server.unanswered, server.unused]).toEqual([[], []]);
  });

  it('uses exchanges that fit in order, and the last one for ever', async () => {
    const texts = ['one', 'two'];
    await replay(texts.map((text) => ({ request: { method: 'GET', path: '/x' }, response: { text } })));
    expect(server.unused).toHaveLength(2);
    for (const text of ['one', 'two', 'two']) {
      expect(await (await fetch(`${server.url}/x`)).text()).toBe(text);
    }
  });

  it('uses each exchange once when it is strict', async () => {
    await replay([{ request: { method: 'GET', path: '/x' }, response: { text: 'once' } }], { strict: true });
    expect((await fetch(`${server.url}/x`)).status).toBe(200);
    const second = await fetch(`${server.url}/x`);
    expect([second.status, await second.json()]).toEqual([
      501,
      { error: expect.stringContaining('was used already'), code: 'not-recorded' },
    ]);
  });

  it.each([
    ['another value', '/api/chat', { model: { tag: 'b' } }, 'json.model.tag: "b" instead of "a"'],
    ['a value more', '/api/chat', { model: { tag: 'a' }, top: 1 }, 'json.top: 1 instead of nothing'],
    ['a list for an object', '/api/chat', { model: ['a'] }, 'json.model: ["a"] instead of {"tag":"a"}'],
    ['a path that is nearly right', '/api/chta', {}, 'recorded: POST /api/chat'],
    ['another query', '/api/chat?x=1', {}, 'path: "/api/chat?x=1" instead of "/api/chat"'],
  ])('refuses %s, naming the difference to what is nearest', async (_what, path, body, reason) => {
    await replay([{ request: { ...CHAT, json: { model: { tag: 'a' } } }, response: {} }]);
    const reply = await post(path, body);
    expect([reply.status, await reply.json()]).toEqual([
      501,
      { error: `POST ${path} is not recorded: ${reason}`, code: 'not-recorded' },
    ]);
    expect(server.unanswered).toEqual([{ method: 'POST', path, reason }]);
  });

  it('does not mind the order of a query', async () => {
    await replay([{ request: { method: 'GET', path: '/x?a=1&b=2' }, response: {} }]);
    expect((await fetch(`${server.url}/x?b=2&a=1`)).status).toBe(200);
  });

  it('compares the parts of a form, as far as they are recorded', async () => {
    const audio = new Blob([Buffer.from([1, 2, 3])], { type: 'audio/wav' });
    const part = { fileName: 'a.wav', contentType: 'audio/wav', sha256: sha256Of(Buffer.from([1, 2, 3])) };
    await replay([
      {
        request: { ...CHAT, form: { parameters: { json: { a: 1, b: 2 } }, file: part, tag: [{ text: 'x' }, {}] } },
        response: { text: 'fits' },
      },
    ]);
    const send = (data: FormData): Promise<Response> =>
      fetch(`${server.url}${CHAT.path}`, { method: 'POST', body: data });
    const parameters = '{"b":2,"a":1}';
    const good = form(['parameters', parameters], ['file', audio, 'a.wav'], ['tag', 'x'], ['tag', 'y']);
    expect((await send(good)).status).toBe(200);
    expect(server.requests[0]?.form?.['file']).toEqual([
      { fileName: 'a.wav', contentType: 'audio/wav', bytes: Buffer.from([1, 2, 3]) },
    ]);
    await send(form(['parameters', '{"a":2}'], ['file', audio, 'a.wav'], ['tag', 'x'], ['tag', 'y']));
    await send(form(['parameters', parameters], ['file', audio, 'b.wav'], ['tag', 'x'], ['tag', 'y']));
    await send(form(['parameters', parameters], ['file', new Blob([]), 'a.wav'], ['tag', 'x'], ['tag', 'y']));
    await send(form(['parameters', parameters], ['file', audio, 'a.wav'], ['tag', 'x']));
    await send(form(['parameters', parameters], ['file', audio, 'a.wav'], ['tag', 'z'], ['tag', 'y']));
    expect(server.unanswered.map(({ reason }) => reason)).toEqual([
      'form.parameters.a: 2 instead of 1',
      'form.file.fileName: "b.wav" instead of "a.wav"',
      expect.stringContaining('form.file.contentType'),
      'form.tag: 1 parts instead of 2',
      'form.tag: "z" instead of "x"',
    ]);
  });

  it.each([
    ['text', { text: 'abc' }],
    ['bytes', { bodyBase64: 'YWJj' }],
    ['a hash', { bodySha256: sha256Of(Buffer.from('abc')) }],
    ['a content type', { contentType: 'text/plain' }],
  ])('compares a body by %s', async (_what, recorded) => {
    await replay([{ request: { ...CHAT, ...recorded }, response: {} }]);
    const send = (body: string, type: string): Promise<Response> =>
      fetch(`${server.url}${CHAT.path}`, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await send('abc', 'text/plain; charset=utf-8')).status).toBe(200);
    expect((await send('abd', 'text/html')).status).toBe(501);
  });

  it('sends a body in its pieces, one after the other', async () => {
    await answer({ chunks: [{ json: { n: 1 } }, { afterMs: 5, json: { n: 2 } }, { text: 'é' }, { base64: 'AAE=' }] });
    const reply = await fetch(`${server.url}/x`);
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
    expect(Buffer.from(await reply.arrayBuffer()).toString('latin1')).toBe('{"n":1}\n{"n":2}\n\u00c3\u00a9\0\u0001');
  });

  it.each<RecordedResponse>([{ text: 'half' }, { chunks: [{ text: 'ha' }, { text: 'lf' }] }])(
    'breaks the connection off behind %j',
    async (response) => {
      await answer({ ...response, broken: 'cut' });
      const body = (await fetch(`${server.url}/x`)).body ?? [];
      let text = '';
      const read = async (): Promise<void> => {
        for await (const chunk of body) text += Buffer.from(chunk).toString();
      };
      await expect(read()).rejects.toThrow('terminated');
      expect(text).toBe('half');
      expect(server.requests[0]?.aborted).toBe(false);
    },
  );

  it('notes that the client went before the end', async () => {
    await answer({ chunks: [{ text: 'begun' }], broken: 'hang' });
    const abort = new AbortController();
    const reply = await fetch(`${server.url}/x`, { signal: abort.signal });
    const first = await reply.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('begun');
    expect(server.requests[0]?.aborted).toBe(false);
    abort.abort();
    await eventually(async () => expect(server.requests[0]?.aborted).toBe(true));
  });

  it('notes that the client went while it sent, or while nothing came', async () => {
    await answer({ chunks: [{ afterMs: 60_000, text: 'late' }] });
    const abort = new AbortController();
    const waiting = fetch(`${server.url}/x`, { signal: abort.signal });
    const sending = requestHttp(`${server.url}/x`, { method: 'POST', headers: { 'content-length': 10 } });
    sending.on('error', () => undefined);
    sending.write('abc');
    await eventually(async () => expect(server.requests).toHaveLength(2));
    sending.destroy();
    await (await waiting).body?.cancel();
    await eventually(async () => expect(server.requests.map(({ aborted }) => aborted)).toEqual([true, true]));
    expect(server.unanswered).toEqual([]);
  });

  it('leaves nothing behind when it is disposed, once or twice, with a client that waits', async () => {
    await answer({ chunks: [{ text: 'begun' }, { afterMs: 60_000, text: 'late' }] });
    const reply = await fetch(`${server.url}/x`);
    await server[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await expect(reply.text()).rejects.toThrow('terminated');
    await expect(fetch(`${server.url}/x`)).rejects.toThrow('fetch failed');
    expect(server.requests[0]?.aborted).toBe(false);
  });

  it('says that it is there, as a service does, unless that is recorded', async () => {
    await replay([]);
    expect((await fetch(server.url)).status).toBe(200);
    expect([server.requests, server.unanswered]).toEqual([[], []]);
    await server[Symbol.asyncDispose]();
    await replay([{ request: { method: 'GET', path: '/' }, response: { text: 'Ollama is running' } }]);
    expect(await (await fetch(server.url)).text()).toBe('Ollama is running');
    expect(server.requests).toHaveLength(1);
  });

  it('reads a file, and the bodies beside it', async () => {
    await using folder = await temporaryFolder();
    await folder.write('cow.png', Buffer.from([1, 2, 3]));
    const exchanges = [{ request: { method: 'GET', path: '/cow' }, response: { file: 'cow.png' } }];
    server = await replayExchanges(await folder.write('cow.json', JSON.stringify({ about: 'cow 1', exchanges })));
    const reply = await fetch(`${server.url}/cow`);
    expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([1, 2, 3]);
    const lost = await folder.write('lost.json', JSON.stringify({ exchanges }).replace('cow.png', 'gone.png'));
    await expect(replayExchanges(lost)).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '[]'],
    ['no method', '{"exchanges":[{"request":{"path":"/"},"response":{}}]}'],
    ['no path', '{"exchanges":[{"request":{"method":"GET"},"response":{}}]}'],
    ['a relative path', '{"exchanges":[{"request":{"method":"GET","path":"x"},"response":{}}]}'],
    ['no response', '{"exchanges":[{"request":{"method":"GET","path":"/"}}]}'],
    ['null for an exchange', '{"exchanges":[null]}'],
  ])('refuses a file with %s', async (_what, text) => {
    await replay([]);
    await using folder = await temporaryFolder();
    await expect(replayExchanges(await folder.write('x.json', text))).rejects.toMatchObject({
      code: 'MC_INPUT_INVALID',
      message: expect.stringContaining(folder.path),
    });
    await expect(replayExchanges('/none.json')).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../contract/eventually';
import { temporaryFolder, type TemporaryFolder } from '../folder/temporary-folder';
import { createWav } from '../media/create-wav';
import type { Exchange, RecordedResponse, Recording } from '../exchange/exchange';
import { sha256Of } from '../exchange/read-request';
import { replayExchanges, type ReplayServer } from '../exchange/replay-exchanges';
import { openCassette, type CassetteOptions } from './cassette';

let folder: TemporaryFolder;
let file: string;
let service: ReplayServer;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'made', 'tape.json');
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const NDJSON = { 'content-type': 'application/x-ndjson' };

/** Records what `send` does to a service that answers `responses` one after the other. */
async function record(
  responses: readonly RecordedResponse[],
  send: (url: string) => Promise<unknown>,
  options: Partial<CassetteOptions> = {},
): Promise<Recording> {
  const request = (method: string) => ({ method, path: '/x?q=1' });
  service = await replayExchanges(
    responses.flatMap((response) => ['GET', 'POST'].map((method) => ({ request: request(method), response }))),
  );
  await using cassette = await openCassette({
    upstream: service.url,
    file,
    mode: 'record',
    environment: {},
    ...options,
  });
  await send(`${cassette.url}/x?q=1`);
  await cassette[Symbol.asyncDispose]();
  return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

const get = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());
const post = (body: string | Uint8Array<ArrayBuffer> | FormData, type?: string) => async (url: string) =>
  (await fetch(url, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) })).text();

describe('openCassette, recording', () => {
  it('passes requests on, and replays what was recorded', async () => {
    const headers = { 'content-type': 'application/json', 'x-model': 'a', date: 'now', 'set-cookie': 'secret' };
    const authorization = { authorization: 'Bearer secret', 'x-api-key': 'secret' };
    const send = async (url: string): Promise<void> => {
      const sent = { ...authorization, 'content-type': 'application/json' };
      const reply = await fetch(url, { method: 'POST', headers: sent, body: '{"b":1,"a":[2]}' });
      expect([reply.status, reply.headers.get('x-model'), await reply.json()]).toEqual([422, 'a', { error: 'no' }]);
    };
    const said = { status: 422, headers, json: { error: 'no' } };
    const { about, exchanges } = await record([said], send, { about: 'service 1' });
    expect(service.requests[0]?.headers).toMatchObject(authorization);
    expect([about, exchanges]).toEqual([
      'service 1',
      [
        {
          request: { method: 'POST', path: '/x?q=1', json: { a: [2], b: 1 } },
          response: {
            status: 422,
            headers: { 'content-type': 'application/json', 'x-model': 'a' },
            json: { error: 'no' },
          },
        },
      ],
    ]);
    await using replay = await replayExchanges(file);
    await send(`${replay.url}/x?q=1`);
  });

  it('writes the same bytes for the same exchanges, with sorted keys', async () => {
    const send = post('{"b":1,"a":2}', 'application/json');
    await record([{ json: { z: 1, y: [{ d: 1, c: 2 }] } }], send);
    const text = readFileSync(file, 'utf8');
    await service[Symbol.asyncDispose]();
    await record([{ json: { y: [{ c: 2, d: 1 }], z: 1 } }], send);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(text.indexOf('"y"')).toBeLessThan(text.indexOf('"z"'));
  });

  it.each<[string, RecordedResponse, Partial<RecordedResponse>]>([
    ['text', { text: 'moo' }, { text: 'moo' }],
    ['nothing', { status: 204 }, {}],
    ['what only says that it is JSON', { text: '{', headers: { 'content-type': 'application/json' } }, { text: '{' }],
    [
      'NDJSON by lines',
      { chunks: [{ text: '{"n":' }, { text: '1}\n{"n":2}\n' }, { text: 'half' }], headers: NDJSON },
      { chunks: [{ json: { n: 1 } }, { json: { n: 2 } }, { text: 'half' }] },
    ],
    [
      'server-sent events one by one',
      { text: 'data: 1\n\ndata: 2\n\n', headers: { 'content-type': 'text/event-stream' } },
      { chunks: [{ text: 'data: 1\n\n' }, { text: 'data: 2\n\n' }] },
    ],
  ])('keeps %s', async (_what, said, kept) => {
    const { exchanges } = await record([said], get);
    const { status, headers, ...body } = exchanges[0]?.response ?? {};
    expect([status, body]).toEqual([said.status ?? 200, kept]);
    expect(Object.keys(headers ?? {}).filter((name) => name !== 'content-type')).toEqual([]);
  });

  it('keeps media beside the recording, by their hash, and no longer than it needs them', async () => {
    const bytes = createWav();
    const name = `${sha256Of(bytes)}.wav`;
    const said = { base64: bytes.toString('base64'), headers: { 'content-type': 'audio/wav' } };
    const { exchanges } = await record([said], get);
    expect(exchanges[0]?.response).toMatchObject({ file: `tape.media/${name}` });
    const mediaFolder = join(folder.path, 'made', 'tape.media');
    expect(readdirSync(mediaFolder)).toEqual([name]);
    await service[Symbol.asyncDispose]();
    await record([{ ...said, base64: Buffer.from([0, 255]).toString('base64') }], get);
    expect(readdirSync(mediaFolder)).toHaveLength(1);
    await service[Symbol.asyncDispose]();
    await record([said], get);
    await using replay = await replayExchanges(file);
    expect((await get(`${replay.url}/x?q=1`)).equals(bytes)).toBe(true);
  });

  it.each<[string, (url: string) => Promise<unknown>, object]>([
    ['text', post('moo', 'text/plain'), { contentType: 'text/plain', text: 'moo' }],
    [
      'bytes',
      post(Buffer.from([0, 255]), 'audio/wav'),
      { contentType: 'audio/wav', bodySha256: sha256Of(Buffer.from([0, 255])) },
    ],
    [
      'a long text',
      post('x'.repeat(70_000), 'text/plain'),
      { contentType: 'text/plain', bodySha256: sha256Of(Buffer.alloc(70_000, 'x')) },
    ],
  ])('keeps a request with %s', async (_what, send, kept) => {
    const { exchanges } = await record([{}], send);
    expect(exchanges[0]?.request).toEqual({ method: 'POST', path: '/x?q=1', ...kept });
  });

  it('keeps fields of a form, and of its files name, type and hash', async () => {
    const data = new FormData();
    data.append('parameters', '{"b":1,"a":2}');
    data.append('file', new Blob(['abc'], { type: 'audio/wav' }), 'a.wav');
    data.append('granularity', 'word');
    data.append('granularity', 'segment');
    const { exchanges } = await record([{}], post(data));
    expect(exchanges[0]?.request.form).toEqual({
      parameters: { json: { a: 2, b: 1 } },
      file: { fileName: 'a.wav', contentType: 'audio/wav', sha256: sha256Of(Buffer.from('abc')) },
      granularity: [{ text: 'word' }, { text: 'segment' }],
    });
    await using replay = await replayExchanges(file);
    await post(data)(`${replay.url}/x?q=1`);
    expect(replay.unanswered).toEqual([]);
  });

  it('hands on what came while more is to come, and records a client that does not wait for it', async () => {
    const send = async (url: string): Promise<void> => {
      const abort = new AbortController();
      const reader = (await fetch(url, { signal: abort.signal })).body?.getReader();
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"n":1}\n');
      abort.abort();
      await eventually(async () => expect(service.requests[0]?.aborted).toBe(true));
    };
    const { exchanges } = await record([{ chunks: [{ json: { n: 1 } }], broken: 'hang' }], send);
    expect(exchanges[0]?.response).toMatchObject({ chunks: [{ json: { n: 1 } }], broken: 'hang' });
  });

  it('records that a reply was cut', async () => {
    const send = (url: string): Promise<unknown> => expect(get(url)).rejects.toThrow('terminated');
    const { exchanges } = await record([{ text: 'half', broken: 'cut' }], send);
    expect(exchanges[0]?.response).toMatchObject({ text: 'half', broken: 'cut' });
  });

  it('lets the caller take out what is not to be kept', async () => {
    const redact = ({ request, response }: Exchange): Exchange | undefined =>
      request.method === 'GET' ? undefined : { request: { ...request, path: '/y' }, response };
    const send = async (url: string): Promise<void> => {
      await get(url);
      await post('moo')(url);
    };
    const { exchanges } = await record([{}], send, { redact });
    expect(exchanges.map(({ request }) => request.path)).toEqual(['/y']);
  });

  it('says so when the service does not answer, and records nothing', async () => {
    const send = async (url: string): Promise<void> => {
      await service[Symbol.asyncDispose]();
      const reply = await fetch(url);
      expect([reply.status, await reply.text()]).toEqual([502, expect.stringContaining('ECONNREFUSED')]);
    };
    await expect(record([{}], send)).rejects.toThrow('ENOENT');
  });
});

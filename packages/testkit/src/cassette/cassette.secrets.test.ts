import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../folder/temporary-folder';
import { startFakeService } from '../service/fake-service';
import { openCassette } from './cassette';

/** One for each way in which a secret can come in. Each must be nowhere in what is written. */
const CANARIES = {
  authorization: 'canary-in-bearer',
  basic: 'canary-in-basic',
  header: 'canary-in-header',
  cookie: 'canary-in-cookie',
  query: 'canary-in-query',
  json: 'canary-in-json',
  nested: 'canary-in-nested-json',
  form: 'canary-in-form',
  urlEncoded: 'canary-in-url-encoded',
  variable: 'canary/in+a variable"',
  given: 'canary-that-was-given',
  reply: 'canary-in-reply',
  replyHeader: 'canary-in-reply-header',
  event: 'canary-in-event',
};

/** In every form in which it may stand in a file. */
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
];

const echoes = Object.values(CANARIES).filter(
  (value) => !/-in-(query|json|nested-json|form|url-encoded|event|reply)/.test(value),
);

async function callEverything(url: string): Promise<number[]> {
  const { authorization, basic, cookie, form, given, header, json, nested, query, urlEncoded, variable } = CANARIES;
  const data = new FormData();
  data.append('api_key', form);
  data.append('text', `${variable} and ${given}`);
  data.append('file', new Blob([Buffer.from([0, 255]), variable]), 'a.bin');
  const send = (path: string, init: RequestInit): Promise<Response> => fetch(url + path, { method: 'POST', ...init });
  const asJson = { 'content-type': 'application/json' };
  const replies = [
    await send(`/x?key=${query}&q=${encodeURIComponent(variable)}`, {
      headers: { ...asJson, authorization: `Bearer ${authorization}`, cookie },
      body: JSON.stringify({ apiKey: json, inner: [{ client_secret: nested, text: variable }], given }),
    }),
    await send('/x', { headers: { 'x-api-key': header, authorization: `Basic ${btoa(`user:${basic}`)}` }, body: data }),
    await send('/x', { body: new URLSearchParams({ token: urlEncoded, text: 'a' }) }),
    await send('/media', { headers: asJson, body: '{}' }),
    await send('/events', { headers: asJson, body: '{}' }),
  ];
  await Promise.all(replies.map((reply) => reply.arrayBuffer()));
  return replies.map(({ status }) => status);
}

describe('openCassette and secrets', () => {
  it('keeps none of them, in no form, and replays without them', async () => {
    await using folder = await temporaryFolder();
    const media = Buffer.concat([Buffer.from([0, 255]), Buffer.from(CANARIES.variable)]);
    await using service = await startFakeService({
      routes: {
        'POST /x': {
          headers: { 'x-echo': echoes.join(' ').replaceAll('"', ''), 'set-cookie': CANARIES.replyHeader },
          json: { echoes, access_token: CANARIES.reply, text: encodeURIComponent(CANARIES.variable) },
        },
        'POST /media': { bytes: media, contentType: 'audio/wav' },
        'POST /events': { events: [{ data: { refresh_token: CANARIES.event, said: CANARIES.given } }] },
      },
    });
    const file = join(folder.path, 'tape.json');
    const environment = { SPEECH_API_KEY: CANARIES.variable, HOME: '/home/nobody' };
    const options = { file, upstream: service.url, secrets: [CANARIES.given] };
    const recording = await openCassette({ ...options, mode: 'record', environment });
    expect(await callEverything(recording.url)).toEqual([200, 200, 200, 200, 200]);
    await recording[Symbol.asyncDispose]();

    const names = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const written = names.map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'latin1'));
    expect(written).toHaveLength(2);
    const found = Object.entries(CANARIES).filter(([, secret]) =>
      formsOf(secret).some((form) => written.some((text) => text.includes(form))),
    );
    expect(found).toEqual([]);
    expect(written.join()).toContain('"redacted"');

    await using replayed = await openCassette({ ...options, mode: 'replay', environment });
    expect(await callEverything(replayed.url)).toEqual([200, 200, 200, 200, 200]);
    expect([replayed.missed, replayed.unused]).toEqual([[], []]);
  });

  it('does not say them when a request is missed', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('tape.json', '{"exchanges":[]}');
    await using cassette = await openCassette({ file, tolerant: true, environment: {} });
    const reply = await fetch(`${cassette.url}/x?api_key=${CANARIES.query}`);
    expect(await reply.text()).not.toContain(CANARIES.query);
    expect(JSON.stringify(cassette.missed)).not.toContain(CANARIES.query);
  });

  it('leaves alone what only looks like a secret', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'tape.json');
    const body = { key: 'C major', token: 'moo', max_tokens: 5, keyboard: 'qwerty' };
    await using service = await startFakeService({ routes: { 'POST /x': { json: body } } });
    await using cassette = await openCassette({ file, upstream: service.url, mode: 'record', environment: {} });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    await (await fetch(`${cassette.url}/x?voice=cow`, init)).text();
    await cassette[Symbol.asyncDispose]();
    const [exchange] = JSON.parse(readFileSync(file, 'utf8')).exchanges;
    expect([exchange.request.path, exchange.request.json, exchange.response.json]).toEqual([
      '/x?voice=cow',
      body,
      body,
    ]);
  });
});

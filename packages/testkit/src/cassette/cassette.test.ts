import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '../folder/temporary-folder';
import { replayExchanges } from '../exchange/replay-exchanges';
import { createPng } from '../media/create-png';
import { createWav } from '../media/create-wav';
import { startFakeService, type FakeService } from '../service/fake-service';
import { openCassette, type Cassette, type CassetteOptions } from './cassette';

let folder: TemporaryFolder;
let file: string;
let service: FakeService;
let count = 0;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'tape.json');
  count = 0;
  service = await startFakeService({
    routes: {
      'POST /count': () => ({ json: { count: (count += 1) } }),
      'POST /speech': { bytes: createWav(), contentType: 'audio/wav' },
    },
  });
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const open = (options: Partial<CassetteOptions> = {}): Promise<Cassette> =>
  openCassette({ file, upstream: service.url, environment: {}, ...options });

/** Does something with a cassette, and closes it. */
async function use<T>(options: Partial<CassetteOptions>, act: (url: string) => Promise<T>): Promise<T> {
  await using cassette = await open(options);
  return await act(cassette.url);
}

const post = (path: string, body: object | FormData) => async (url: string) => {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = isForm ? {} : { 'content-type': 'application/json' };
  return fetch(url + path, { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) });
};
const say = (text: string) => async (url: string) => (await post('/count', { text })(url)).json();

describe('openCassette', () => {
  it('records once what it has not got, and asks the service no more', async () => {
    expect(await use({ mode: 'once' }, say('a'))).toEqual({ count: 1 });
    expect(await use({ mode: 'once' }, say('a'))).toEqual({ count: 1 });
    expect(await use({ mode: 'once' }, say('b'))).toEqual({ count: 2 });
    await service[Symbol.asyncDispose]();
    expect(await use({}, say('a'))).toEqual({ count: 1 });
    expect(await use({ upstream: undefined }, say('b'))).toEqual({ count: 2 });
  });

  it('records everything anew where the variable is set, and only then starts the service', async () => {
    let starts = 0;
    const upstream = (): string => {
      starts += 1;
      return service.url;
    };
    const environment = { MEDIACONDUIT_RECORD: '1' };
    await use({ environment, upstream }, say('a'));
    expect(await use({ upstream }, say('a'))).toEqual({ count: 1 });
    expect([starts, await use({ environment, upstream }, say('a'))]).toEqual([1, { count: 2 }]);
    expect(JSON.parse(readFileSync(file, 'utf8')).exchanges).toHaveLength(1);
  });

  it('answers the same request as it was answered, in order, and the last one for ever', async () => {
    const thrice = async (url: string) => [await say('a')(url), await say('a')(url), await say('a')(url)];
    const counts = await use({ mode: 'record' }, thrice);
    expect(counts).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }]);
    expect(await use({}, thrice)).toEqual(counts);
    expect(await use({}, async (url) => [...(await thrice(url)), await say('a')(url)])).toEqual([
      ...counts,
      { count: 3 },
    ]);
  });

  it('does not mind the order of keys and parameters, or the boundary of a form', async () => {
    const form = (): FormData => {
      const data = new FormData();
      data.append('voice', 'cow');
      data.append('file', new Blob([createWav()], { type: 'audio/wav' }), 'a.wav');
      return data;
    };
    const bytes = async (reply: Promise<Response>) => Buffer.from(await (await reply).arrayBuffer());
    await use({ mode: 'record' }, async (url) => {
      await post('/count?a=1&b=2', { x: 1, y: { p: 1, q: 2 } })(url);
      await post('/speech', form())(url);
    });
    await use({}, async (url) => {
      expect((await post('/count?b=2&a=1', { y: { q: 2, p: 1 }, x: 1 })(url)).status).toBe(200);
      expect((await bytes(post('/speech', form())(url))).equals(createWav())).toBe(true);
    });
  });

  it('keeps media that a service says in Base64 in files too, and says them so again', async () => {
    const image = createPng({ width: 64, height: 64, toColor: [0, 0, 255] }).toString('base64');
    const audio = createWav().toString('base64');
    const said = {
      data: [{ b64_json: image, url: `data:audio/wav;base64,${audio}` }],
      id: 'x'.repeat(4096),
      hash: 'ab'.repeat(64),
    };
    await using painter = await startFakeService({ routes: { 'POST /image': { json: said } } });
    const paint = async (url: string) =>
      (await post('/image', { image: `data:image/png;base64,${image}` })(url)).json();
    await use({ mode: 'once', upstream: painter.url }, paint);
    await use({ mode: 'once', upstream: painter.url }, async (url) => [
      await paint(url),
      await post('/image', {})(url),
    ]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/[\w+/]{400}/);
    const names = readdirSync(join(folder.path, 'tape.media')).map((name) => name.split('.')[1]);
    expect(names.sort()).toEqual(['bin', 'png', 'wav']);
    expect(await use({}, paint)).toEqual(said);
    await using hand = await replayExchanges(file);
    expect(hand.unused).toMatchObject([{ response: { json: said } }, { response: { json: said } }]);
  });

  it('keeps media in the middle of a text or an event so too', async () => {
    const image = createPng({ width: 64, height: 64, toColor: [0, 0, 255] }).toString('base64');
    const audio = createWav().toString('base64');
    const json = { content: `![one](data:image/png;base64,${image}) and ![two](data:audio/wav;base64,${audio}).` };
    const events = [{ event: 'partial', data: { b64_json: image } }, { data: '[DONE]' }];
    await using painter = await startFakeService({ routes: { 'POST /chat': { json }, 'POST /paint': { events } } });
    const ask = async (url: string): Promise<string[]> => [
      await (await post('/chat', { about: `in data:image/png;base64,${image}, please` })(url)).text(),
      await (await post('/paint', {})(url)).text(),
    ];
    const said = await use({ mode: 'once', upstream: painter.url }, ask);
    expect(said).toEqual([JSON.stringify(json), expect.stringContaining(image)]);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/[\w+/]{400}/);
    expect(text).toMatch(/in data:image\/png;base64,sha256:\w{64}, please/);
    expect(readdirSync(join(folder.path, 'tape.media'))).toHaveLength(2);
    expect(await use({}, ask)).toEqual(said);
  });

  it('says what was missed, and what it differs from', async () => {
    await use({ mode: 'record' }, async (url) => {
      await say('a')(url);
      await post('/speech', { text: 'a', voice: 'cow', speed: 1 })(url);
    });
    const cassette = await open({ tolerant: true });
    const reply = await post('/speech', { text: 'b', voice: 'cow' })(cassette.url);
    const reason =
      'the nearest, POST /speech, differs: json.speed: nothing instead of 1; json.text: "b" instead of "a"';
    expect([reply.status, await reply.json()]).toEqual([
      501,
      { error: `POST /speech is not recorded: ${reason}`, code: 'not-recorded' },
    ]);
    expect(cassette.missed).toMatchObject([{ method: 'POST', path: '/speech', reason, nearest: { request: {} } }]);
    expect(() => cassette.verify()).toThrow(
      expect.objectContaining({
        code: 'MC_EXCHANGE_UNEXPECTED',
        message: `${file} has no reply to POST /speech: ${reason}.`,
        hint: expect.stringContaining('MEDIACONDUIT_RECORD=1') as string,
      }),
    );
    await cassette[Symbol.asyncDispose]();
  });

  it('tells what nobody asked for, and complains of it when it is strict', async () => {
    await use({ mode: 'record' }, async (url) => [await say('a')(url), await say('b')(url)]);
    await using cassette = await open({ strict: true });
    await say('a')(cassette.url);
    expect(cassette.unused).toMatchObject([{ request: { json: { text: 'b' } } }]);
    expect(() => cassette.verify()).toThrow(
      expect.objectContaining({ code: 'MC_EXCHANGE_UNUSED', facts: { file, unused: ['POST /count'] } }),
    );
    await say('b')(cassette.url);
    const twice = await open({ strict: true, tolerant: true });
    expect((await post('/count', { text: 'a' })(twice.url)).status).toBe(200);
    expect(await (await post('/count', { text: 'a' })(twice.url)).json()).toMatchObject({
      error: expect.stringContaining('used already') as string,
    });
    await say('b')(twice.url);
    await twice[Symbol.asyncDispose]();
  });

  it('keeps what it has when nothing was recorded', async () => {
    await use({ mode: 'record' }, say('a'));
    const before = readFileSync(file, 'utf8');
    await use({ mode: 'record' }, async () => undefined);
    expect(readFileSync(file, 'utf8')).toBe(before);
    await use({ mode: 'once', file: join(folder.path, 'none.json') }, async () => undefined);
    expect(existsSync(join(folder.path, 'none.json'))).toBe(false);
  });

  it('answers a runtime that asks whether it is there', async () => {
    await use({ mode: 'once' }, async (url) => expect((await fetch(url)).status).toBe(200));
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('says what it needs', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'MC_FILE_NOT_FOUND' });
    await expect(open({ mode: 'once', upstream: undefined })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
    await folder.write('tape.json', '{"exchanges":');
    await expect(open({ mode: 'once' })).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
  });
});

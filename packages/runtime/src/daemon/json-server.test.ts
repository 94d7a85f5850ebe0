import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { isNobodyThere, JsonClient } from './json-client';
import { createJsonServer, type JsonRoutes } from './json-server';
import { LineQueue } from './line-queue';

interface Line {
  readonly type: string;
  readonly value?: number;
}

describe('createJsonServer', () => {
  let folder: TemporaryFolder;
  let client: JsonClient;
  let server: Server | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    client = new JsonClient(join(folder.path, 'supervisor.sock'));
  });

  afterEach(async () => {
    server?.close();
    if (server?.listening) await once(server, 'close');
    server = undefined;
    await folder[Symbol.asyncDispose]();
  });

  async function serve(routes: JsonRoutes): Promise<void> {
    server = createJsonServer(routes).listen(client.address);
    await once(server, 'listening');
  }

  const collect = async (lines: AsyncIterable<Line>): Promise<Line[]> => {
    const all: Line[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };

  it('passes body, query, headers and names in the path on', async () => {
    await serve({
      'POST /v1/cows/{name}/say': async ({ params, query, body, headers }) => ({
        ...{ params, body, tag: headers['if-match'] },
        loud: query.get('loud'),
      }),
    });
    const path = '/v1/cows/to%2Fny/say?loud=1';
    await expect(client.call({ path, body: { text: 'muh' }, headers: { 'if-match': 'a' } })).resolves.toEqual({
      params: { name: 'to/ny' },
      body: { text: 'muh' },
      tag: 'a',
      loud: '1',
    });
  });

  it('answers with the errors of its handlers, whole', async () => {
    const facts = { service: 'cow', exitCode: 3 };
    await serve({
      'GET /cow': async () => {
        throw new MediaConduitError('MC_SERVICE_START_FAILED', 'The cow fell.', { hint: 'lift it', facts });
      },
      'GET /fault': async () => {
        throw new TypeError('no cow');
      },
    });
    await expect(client.call({ path: '/cow' })).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      message: 'The cow fell.',
      hint: 'lift it',
      facts,
    });
    await expect(client.call({ path: '/fault' })).rejects.toMatchObject({ code: 'MC_INTERNAL', message: 'no cow' });
    await expect(client.call({ path: '/horse' })).rejects.toMatchObject({ code: 'MC_USAGE' });
  });

  it('writes lines as they come, and a failure as the last one', async () => {
    await serve({
      'GET /lines': async function* () {
        yield { type: 'a', value: 1 };
        yield { type: 'a', value: 2 };
      },
      'GET /broken': async function* () {
        yield { type: 'a' };
        throw new MediaConduitError('MC_RUNTIME_CLOSED', 'closed');
      },
    });
    await expect(collect(client.lines<Line>({ path: '/lines' }))).resolves.toEqual([
      { type: 'a', value: 1 },
      { type: 'a', value: 2 },
    ]);
    await expect(collect(client.lines<Line>({ path: '/broken' }))).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });

  it('takes lines as they come while it answers, for as long as the client has any', async () => {
    await serve({
      'POST /echo': async function* ({ body, lines }) {
        for await (const line of lines) yield { type: 'echo', line, body };
        yield { type: 'done' };
      },
    });
    expect(server).toMatchObject({ requestTimeout: 0 }); // Node.js would end it after five minutes
    const requests = new LineQueue<number>();
    const answers = client.lines<Line>({ path: '/echo', requests });
    for (const line of [1, 2]) {
      requests.push(line);
      expect((await answers.next()).value).toEqual({ type: 'echo', line });
    }
    requests.end();
    expect(await collect(answers)).toEqual([{ type: 'done' }]);
  });

  it('ends an exchange whose client fails to say more', async () => {
    let ended: (error: unknown) => void = () => undefined;
    const over = new Promise((resolve) => (ended = resolve));
    await serve({
      'POST /echo': async function* ({ lines }) {
        try {
          for await (const line of lines) yield { type: 'echo', line };
        } catch (error) {
          ended(error);
        }
      },
    });
    const requests = new LineQueue<number>();
    const answers = client.lines<Line>({ path: '/echo', requests });
    requests.push(1);
    await answers.next();
    requests.fail(new Error('no more ideas'));
    await expect(answers.next()).rejects.toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE' });
    expect(await over).toMatchObject({ message: expect.stringMatching('aborted') });
  });

  it('ends the work of a client that leaves', async () => {
    let gone: (value: unknown) => void = () => undefined;
    const left = new Promise((resolve) => (gone = resolve));
    await serve({
      'GET /lines': async function* ({ signal }) {
        signal.addEventListener('abort', gone);
        yield { type: 'a' };
        await left;
      },
    });
    for await (const line of client.lines<Line>({ path: '/lines' })) {
      expect(line).toEqual({ type: 'a' });
      break;
    }
    await left;
  });

  it('ends the work of a client that takes nothing any more and then leaves', async () => {
    let ended: (value: unknown) => void = () => undefined;
    const over = new Promise((resolve) => (ended = resolve));
    await serve({
      'GET /lines': async function* () {
        try {
          for (;;) yield { type: 'a', text: 'x'.repeat(100_000) };
        } finally {
          ended('over');
        }
      },
    });
    const silent = connect(client.address);
    silent.write('GET /lines HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(silent, 'readable');
    setTimeout(() => silent.destroy(), 100);
    await expect(over).resolves.toBe('over');
  });

  it('is ended by the signal of the caller, with its reason', async () => {
    await serve({ 'GET /slow': () => new Promise(() => undefined) });
    const abort = new AbortController();
    const call = client.call({ path: '/slow', signal: abort.signal });
    abort.abort(new MediaConduitError('MC_CALL_ABORTED', 'enough'));
    await expect(call).rejects.toMatchObject({ message: 'enough' });
  });

  it('tells when nobody is there, and when somebody else is', async () => {
    const nobody = await client.call({ path: '/' }).catch((error: unknown) => error);
    expect(nobody).toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE' });
    expect(isNobodyThere(nobody)).toBe(true);
    server = createTcpServer((socket) => void socket.end('HTTP/1.1 404 no\r\ncontent-length: 2\r\n\r\nno'));
    server.listen(client.address);
    await once(server, 'listening');
    const stranger = await client.call({ path: '/' }).catch((error: unknown) => error);
    expect(stranger).toMatchObject({ code: 'MC_SUPERVISOR_UNREACHABLE', hint: expect.stringContaining('down --all') });
    expect(isNobodyThere(stranger)).toBe(false);
  });
});

import { once } from 'node:events';
import { request } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { deferred, RunningService } from './__fixtures__/running-service';
import { fault } from './fault';
import { ndjsonReply } from './ndjson-reply';
import type { Reply } from './reply';
import type { RequestContext } from './request-context';
import type { Route } from './route';

type Lines = (context: RequestContext<unknown>) => AsyncGenerator<object>;

const route = (lines: Lines): Route => ({
  method: 'GET',
  path: '/lines',
  summary: 'Lines',
  handle: (context) => ndjsonReply(context, lines(context)),
});

const start = (lines: Lines): Promise<RunningService> => RunningService.start({ routes: [route(lines)] });

describe('ndjsonReply', () => {
  it('sends each line when it is there', async () => {
    const gate = deferred();
    await using running = await start(async function* () {
      yield { type: 'progress' };
      await gate.promise;
      yield { type: 'result' };
    });
    const sent = request({ port: running.port, path: '/lines' }).end();
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { headers: object }];
    expect(response.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    expect(String((await once(response, 'data'))[0])).toBe('{"type":"progress"}\n');
    gate.resolve();
    expect(String((await once(response, 'data'))[0])).toBe('{"type":"result"}\n');
  });

  it('ends with the fault that was thrown', async () => {
    await using running = await start(async function* () {
      yield { type: 'progress' };
      throw fault('invalid-input', 'the file is empty', { hint: 'give another', extra: { detail: 'moov' } });
    });
    const { status, text } = await running.send('GET', '/lines');
    expect(status).toBe(200);
    expect(JSON.parse(text.split('\n')[1] ?? '')).toEqual({
      type: 'error',
      detail: 'moov',
      error: 'the file is empty',
      code: 'invalid-input',
      hint: 'give another',
      status: 422,
    });
    expect(running.errors).toEqual([]);
  });

  it('says nothing of the inside, and tells onError', async () => {
    const bug = new TypeError('secret');
    await using running = await start(async function* () {
      yield {};
      throw bug;
    });
    const { text } = await running.send('GET', '/lines');
    expect(text).toContain('"code":"internal","status":500');
    expect(running.errors).toEqual([bug]);
  });

  it('aborts the signal and ends the generator when the client goes', async () => {
    const [aborted, ended] = [deferred(), deferred()];
    await using running = await start(async function* ({ signal }) {
      signal.addEventListener('abort', () => aborted.resolve());
      try {
        yield { type: 'progress' };
        await aborted.promise;
        throw new Error('broken off');
      } finally {
        ended.resolve();
      }
    });
    const sent = request({ port: running.port, path: '/lines' }).on('error', () => undefined);
    const [response] = (await once(sent.end(), 'response')) as [NodeJS.ReadableStream];
    await once(response, 'data');
    sent.destroy();
    await aborted.promise;
    await ended.promise;
    expect(running.errors).toEqual([]);
  });

  it.each(['before the first line', 'after it'])(
    'lets go once nothing runs any more when the client goes %s',
    async (when) => {
      const [asked, gone] = [deferred(), deferred()];
      const events: string[] = [];
      const lines = async function* (): AsyncGenerator<object> {
        try {
          yield { type: 'progress' };
          await gone.promise;
          yield {};
        } finally {
          events.push('ended');
        }
      };
      const released = deferred();
      const release = async (): Promise<void> => {
        events.push('released');
        released.resolve();
      };
      const handle = async (context: RequestContext<unknown>): Promise<Reply> => {
        context.signal.addEventListener('abort', () => gone.resolve());
        asked.resolve();
        if (when === 'before the first line') await gone.promise;
        return ndjsonReply(context, lines(), release);
      };
      await using running = await RunningService.start({
        routes: [{ method: 'GET', path: '/lines', summary: 'Lines', handle }],
      });
      const sent = request({ port: running.port, path: '/lines' }).on('error', () => undefined);
      const answered = when === 'after it' && once(sent, 'response');
      sent.end();
      await asked.promise;
      if (answered) await once((await answered)[0] as NodeJS.ReadableStream, 'data');
      sent.destroy();
      await released.promise;
      expect(events).toEqual(when === 'after it' ? ['ended', 'released'] : ['released']);
    },
  );

  it('lets go after the last line, and tells onError what fails there', async () => {
    const failure = new Error('busy');
    const handle = (context: RequestContext<unknown>): Reply =>
      ndjsonReply(
        context,
        (async function* () {
          yield { type: 'result' };
        })(),
        () => Promise.reject(failure),
      );
    await using running = await RunningService.start({
      routes: [{ method: 'GET', path: '/lines', summary: 'Lines', handle }],
    });
    expect((await running.send('GET', '/lines')).text).toBe('{"type":"result"}\n');
    await setImmediate();
    expect(running.errors).toEqual([failure]);
  });
});

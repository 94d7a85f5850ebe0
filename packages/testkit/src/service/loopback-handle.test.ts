import type { ServiceRequest } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { eventually } from '../contract/eventually';
import { startFakeService, type FakeService } from './fake-service';

let service: FakeService;

beforeEach(async () => {
  service = await startFakeService({
    routes: {
      'POST /echo': ({ bytes, headers }) => ({ bytes, contentType: headers['content-type'] }),
      'GET /full': { status: 503, json: { error: 'full' } },
      'GET /cut': { text: 'half', broken: 'cut' },
      'GET /reset': { broken: 'reset' },
      'GET /hang': { text: 'begun', broken: 'hang' },
      'GET /mute': { broken: 'mute' },
    },
  });
});
afterEach(() => service[Symbol.asyncDispose]());

describe('the handle of a fake service', () => {
  it.each<[string, Partial<ServiceRequest>, string]>([
    ['JSON', { json: { a: 1 } }, '{"a":1}'],
    ['text', { body: 'moo' }, 'moo'],
    ['bytes', { body: Buffer.from('moo') }, 'moo'],
    ['a stream', { body: Readable.from(['m', 'oo']) }, 'moo'],
  ])('sends %s', async (_what, request, body) => {
    const reply = await service.handle.request({ path: '/echo', method: 'POST', ...request });
    expect([reply.status, reply.text()]).toEqual([200, body]);
    expect(service.handle.requests).toMatchObject([{ path: '/echo' }]);
  });

  it('sends a form, with files from wherever they are', async () => {
    const uploads: number[] = [];
    const form = {
      language: 'en',
      file: [
        { content: Readable.from([Buffer.from('one')]), fileName: 'a.wav', contentType: 'audio/wav' },
        { content: Buffer.from('two'), fileName: 'b.bin' },
      ],
    };
    await service.handle.request({ path: '/echo', form, onUpload: (sent) => uploads.push(sent) });
    expect(service.received[0]?.form).toEqual({
      language: [{ bytes: Buffer.from('en') }],
      file: [
        { fileName: 'a.wav', contentType: 'audio/wav', bytes: Buffer.from('one') },
        { fileName: 'b.bin', contentType: 'application/octet-stream', bytes: Buffer.from('two') },
      ],
    });
    expect(uploads).toEqual([service.received[0]?.bytes.length]);
  });

  it('hands out a stream, whose end is that of the connection', async () => {
    const { body, status } = await service.handle.stream({ path: '/hang' });
    const [first] = (await body.take(1).toArray()) as Buffer[];
    expect([status, String(first)]).toEqual([200, 'begun']);
    body.destroy();
    await eventually(async () => expect(service.received[0]?.aborted).toBe(true));
    expect(await text((await service.handle.stream({ path: '/echo', body: 'moo' })).body)).toBe('moo');
  });

  it('fails as a real handle does', async () => {
    const { handle } = service;
    await expect(handle.request({ path: '/full' })).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
    await expect(handle.stream({ path: '/full' })).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
    expect((await handle.request({ path: '/full', acceptErrors: true })).status).toBe(503);
    await expect(handle.request({ path: '/reset' })).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    await expect(handle.request({ path: '/cut' })).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    const cut = await handle.stream({ path: '/cut' });
    await expect(text(cut.body)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
  });

  it('ends a call that is cancelled, or over its deadline', async () => {
    const { handle } = service;
    const cancelled = new AbortController();
    const call = handle.request({ path: '/mute', signal: cancelled.signal });
    await eventually(async () => expect(service.received).toHaveLength(1));
    cancelled.abort();
    await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await eventually(async () => expect(service.received[0]?.aborted).toBe(true));
    await expect(handle.request({ path: '/hang', timeoutMs: 20 })).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    const unread = new AbortController();
    const { body } = await handle.stream({ path: '/hang', signal: unread.signal });
    unread.abort();
    await new Promise((resolve) => body.once('close', resolve));
    await expect(text(body)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    const impatient = handle.withCallDefaults({ timeoutMs: 20 });
    await expect(impatient.request({ path: '/mute' })).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
  });

  it('says where a service is that has ended', async () => {
    await service[Symbol.asyncDispose]();
    await expect(service.handle.request({ path: '/echo' })).rejects.toMatchObject({
      code: 'MC_SERVICE_GONE',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});

import type { Form } from '@mediaconduit/sdk';
import { once } from 'node:events';
import type http from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { connected } from './__fixtures__/connected-client';

/** Answers with the parts of the form, as another implementation reads them. */
async function describeForm(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(await buffer(request), { headers }).formData();
  const parts = await Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()],
    ),
  );
  response.end(JSON.stringify({ parts, length: request.headers['content-length'] }));
}

const echo: http.RequestListener = (request, response) => void describeForm(request, response);

const large = (chunks: number): Readable => Readable.from(Array.from({ length: chunks }, () => Buffer.alloc(65_536)));

describe('ServiceClient', () => {
  describe('with a form', () => {
    it('sends fields and files in their order, with a length when every size is known', async () => {
      await using world = await connected(echo);
      const form: Form = {
        parameters: '{"a":1}',
        'na"me\r\n': ['one', 'Kühe'],
        file: { content: Buffer.from('moo'), fileName: 'a"b\n.wav', contentType: 'audio/wav' },
        stream: { content: Readable.from([Buffer.from('mo'), Buffer.from('o')]), fileName: 'b.bin', sizeBytes: 3 },
      };
      const reply = (await world.client.request({ path: '/', form }, 0)).json<{ parts: unknown; length: string }>();
      expect(reply.parts).toEqual([
        ['parameters', '{"a":1}'],
        ['na"me\r\n', 'one'],
        ['na"me\r\n', 'Kühe'],
        ['file', 'a"b\n.wav', 'audio/wav', 'moo'],
        ['stream', 'b.bin', 'application/octet-stream', 'moo'],
      ]);
      expect(Number(reply.length)).toBeGreaterThan(0);
      expect(world.server.seen).toEqual(['POST /']);
    });

    it('names the files of this machine to a service that opens them itself', async () => {
      await using world = await connected(echo, 'secret');
      const content = Readable.from([Buffer.from('moo')]);
      const local = { content, fileName: 'a.wav', contentType: 'audio/wav', sizeBytes: 3, localPath: '/cows/a.wav' };
      const form: Form = { parameters: '{}', file: [local, { content: Buffer.from('bytes'), fileName: 'b' }] };
      const { parts } = (await world.client.request({ path: '/', form }, 0)).json<{ parts: unknown }>();
      const named = { path: '/cows/a.wav', contentType: 'audio/wav', token: 'secret' };
      expect(parts).toEqual([
        ['parameters', '{}'],
        ['file', 'a.wav', 'application/vnd.mediaconduit.local-file+json', JSON.stringify(named)],
        ['file', 'b', 'application/octet-stream', 'bytes'],
      ]);
      expect(content.destroyed).toBe(true);
    });

    it('sends a stream of unknown size without a length', async () => {
      await using world = await connected(echo);
      const form: Form = { file: { content: Readable.from([Buffer.from('moo')]), fileName: 'a' } };
      const reply = (await world.client.stream({ path: '/', form }, 0)).body;
      expect(JSON.parse((await buffer(reply)).toString())).toEqual({
        parts: [['file', 'a', 'application/octet-stream', 'moo']],
      });
    });

    it('tells how much has gone out, up to all of it', async () => {
      await using world = await connected((request, response) => void request.resume().on('end', () => response.end()));
      const seen: [number, number | undefined][] = [];
      const form: Form = { file: { content: large(8), fileName: 'a', sizeBytes: 8 * 65_536 } };
      const onUpload = (sent: number, total: number | undefined): void => void seen.push([sent, total]);
      await world.client.request({ path: '/', form, onUpload }, 0);
      const [sent, total] = seen.at(-1) ?? [];
      expect(sent).toBe(total);
      expect(seen.length).toBeGreaterThan(8);
      await world.client.request({ path: '/', body: large(2), onUpload }, 0);
      expect(seen.at(-1)).toEqual([2 * 65_536, undefined]);
    });

    it.each(['longer', 'shorter'])('refuses a file that is %s than it said', async (how) => {
      await using world = await connected((request) => void request.resume().on('error', () => undefined));
      const form: Form = { file: { content: large(4), fileName: 'a', sizeBytes: how === 'longer' ? 1000 : 999_999 } };
      await expect(world.client.request({ path: '/', form }, 0)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
      expect(world.client.inFlight).toBe(0);
    });

    it('gives the answer of a service that refuses before it has read all, and lets go of the file', async () => {
      await using world = await connected((_request, response) => {
        response.writeHead(413, { connection: 'close' }).end('{"error":"too large","code":"input-too-large"}');
      });
      const content = new PassThrough();
      content.write(Buffer.alloc(1000));
      const closed = once(content, 'close');
      const form: Form = { file: { content, fileName: 'a' } };
      await expect(world.client.request({ path: '/', form }, 0)).rejects.toMatchObject({ code: 'MC_INPUT_TOO_LARGE' });
      await closed;
    });

    it('lets go of every file when the call is cancelled', async () => {
      const caller = new AbortController();
      await using world = await connected((request) => void request.once('data', () => caller.abort()));
      const [first, second] = [new PassThrough(), new PassThrough()];
      first.write(Buffer.alloc(1000));
      const closed = Promise.all([once(first, 'close'), once(second, 'close')]);
      const form: Form = { files: [first, second].map((content) => ({ content, fileName: 'a' })) };
      const call = world.client.request({ path: '/', form, signal: caller.signal }, 0);
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await closed;
      await world.server.cut;
      expect(world.client.inFlight).toBe(0);
    });

    it('says that the file could not be read, and does not blame the service', async () => {
      await using world = await connected((request) => void request.resume().on('error', () => undefined));
      const broken = (): Readable => {
        const content: Readable = new Readable({ read: () => content.destroy(new Error('disk broken')) });
        return content;
      };
      const failure = { code: 'MC_INPUT_INVALID', message: 'disk broken' };
      const form: Form = { file: { content: broken(), fileName: 'a' } };
      await expect(world.client.request({ path: '/', form }, 0)).rejects.toMatchObject(failure);
      await expect(world.client.request({ path: '/', body: broken() }, 0)).rejects.toMatchObject(failure);
    });
  });
});

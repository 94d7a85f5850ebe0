import { Readable } from 'node:stream';
import fc from 'fast-check';
import { collectBytes } from './collect-bytes';
import { StreamSource } from './stream-source';

const chunked = (chunks: readonly Uint8Array[]): Readable => Readable.from(chunks.map((each) => Buffer.from(each)));
const stalled = (): Readable => new Readable({ read: () => undefined });

describe('StreamSource', () => {
  it('gives the same bytes whether it was peeked or not', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.nat(2), async (parts, peeks) => {
        const source = new StreamSource(chunked(parts));
        const all = Buffer.concat(parts);
        for (let peek = 0; peek < peeks; peek++) expect((await source.peek()).equals(all.subarray(0, 4100))).toBe(true);
        expect((await collectBytes(source.open(), 1e6)).equals(all)).toBe(true);
      }),
    );
  });

  it('lets a reader start while it is being peeked', async () => {
    const source = new StreamSource(chunked([Buffer.alloc(5000, 1), Buffer.alloc(5000, 2)]));
    const [head, all] = await Promise.all([source.peek(), collectBytes(source.open(), 1e6)]);
    expect(head).toHaveLength(4100);
    expect(all).toHaveLength(10_000);
  });

  it('reads strings as UTF-8', async () => {
    const readable = Readable.from(['grüße']);
    expect(String(await collectBytes(new StreamSource(readable).open(), 100))).toBe('grüße');
  });

  it('refuses objects', async () => {
    const source = new StreamSource(Readable.from([{ a: 1 }]));
    await expect(collectBytes(source.open(), 100)).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
  });

  it('can be read once', () => {
    const source = new StreamSource(chunked([]));
    source.open();
    expect(() => source.open()).toThrow(expect.objectContaining({ code: 'MC_MEDIA_CONSUMED' }));
  });

  it('refuses a stream that somebody else has read or destroyed', async () => {
    const read = chunked([Buffer.from('x')]);
    await collectBytes(read, 100);
    await expect(new StreamSource(read).check()).rejects.toMatchObject({ code: 'MC_MEDIA_CONSUMED' });
    const destroyed = stalled().destroy();
    await expect(new StreamSource(destroyed).peek()).rejects.toMatchObject({ code: 'MC_MEDIA_CONSUMED' });
  });

  it('wraps the failure of the stream', async () => {
    const readable = new Readable({ read: () => void readable.destroy(new RangeError('cable cut')) });
    const failed = collectBytes(new StreamSource(readable).open(), 100);
    await expect(failed).rejects.toMatchObject({ code: 'MC_INPUT_INVALID', cause: expect.any(RangeError) });
  });

  it('keeps the failure of a stream that nobody reads yet for who reads it', async () => {
    const readable = stalled();
    const source = new StreamSource(readable);
    readable.destroy(new RangeError('cable cut'));
    await new Promise((resolve) => readable.once('close', resolve));
    await expect(source.peek()).rejects.toMatchObject({ code: 'MC_INPUT_INVALID', cause: expect.any(RangeError) });
  });

  it('destroys the stream when peeking is aborted', async () => {
    const readable = stalled();
    const abort = new AbortController();
    const peeked = new StreamSource(readable).peek({ signal: abort.signal });
    abort.abort();
    await expect(peeked).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(readable.destroyed).toBe(true);
  });

  it('destroys the stream when reading is aborted', async () => {
    const readable = stalled();
    const abort = new AbortController();
    const read = collectBytes(new StreamSource(readable).open({ signal: abort.signal }), 100);
    abort.abort();
    await expect(read).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(readable.destroyed).toBe(true);
  });

  it('destroys the stream when its reader goes away before the first byte', async () => {
    const readable = stalled();
    new StreamSource(readable).open().destroy();
    expect(readable.destroyed).toBe(true);
  });

  it('reads no further than the reader asks', async () => {
    let given = 0;
    const endless = new Readable({ read: () => void endless.push(Buffer.alloc(65_536, ++given)) });
    const stream = new StreamSource(endless).open();
    await stream[Symbol.asyncIterator]().next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBeLessThan(10);
    stream.destroy();
  });
});

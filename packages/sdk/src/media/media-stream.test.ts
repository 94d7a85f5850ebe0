import { getEventListeners, once } from 'node:events';
import { Readable } from 'node:stream';
import { toMediaConduitError } from '../error/to-error';
import { collectBytes } from './collect-bytes';
import { MediaStream, type OpenedBytes } from './media-stream';

const streamOf = (open: () => OpenedBytes | Promise<OpenedBytes>, signal?: AbortSignal): MediaStream =>
  new MediaStream({ open, toError: (thrown) => toMediaConduitError(thrown) }, signal);

describe('MediaStream', () => {
  it('opens nothing before the first read', () => {
    const open = jest.fn(() => Readable.from([]));
    streamOf(open).destroy();
    expect(open).not.toHaveBeenCalled();
  });

  it('passes over empty chunks', async () => {
    const input = Readable.from([Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')]);
    expect(
      String(
        await collectBytes(
          streamOf(() => input),
          10,
        ),
      ),
    ).toBe('ab');
  });

  it('closes what opens after the reader went away', async () => {
    const opened = new Readable({ read: () => undefined });
    let deliver = (_: Readable): void => undefined;
    const stream = streamOf(() => new Promise((resolve) => (deliver = resolve)));
    stream.read();
    stream.destroy();
    deliver(opened);
    await once(opened, 'close');
    expect(opened.destroyed).toBe(true);
  });

  it('tells an input that is still opening that nobody waits', () => {
    const seen = jest.fn();
    const open = (signal: AbortSignal) => new Promise<Readable>(() => signal.addEventListener('abort', seen));
    const stream = new MediaStream({ open, toError: (thrown) => toMediaConduitError(thrown) });
    stream.read();
    stream.destroy();
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it('fails at once when the signal has fired, with the reason as cause', async () => {
    const stream = streamOf(() => Readable.from(['x']), AbortSignal.abort('changed my mind'));
    await expect(collectBytes(stream, 10)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', cause: 'changed my mind' });
  });

  it('keeps a cancellation for who reads it later', async () => {
    const controller = new AbortController();
    const stream = streamOf(() => Readable.from(['x']), controller.signal);
    controller.abort();
    await new Promise((resolve) => stream.once('close', resolve));
    await expect(collectBytes(stream, 10)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });

  it('lets go of the signal at the end, on failure and when destroyed', async () => {
    const { signal } = new AbortController();
    await collectBytes(
      streamOf(() => Readable.from(['x']), signal),
      10,
    );
    const broken = new Readable({ read: () => void broken.destroy(new RangeError('broken')) });
    await collectBytes(
      streamOf(() => broken, signal),
      10,
    ).catch(() => undefined);
    streamOf(() => Readable.from(['x']), signal).destroy();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

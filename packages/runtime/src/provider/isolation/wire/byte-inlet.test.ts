import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ByteChannel } from './byte-channel';
import { ByteInlet } from './byte-inlet';

const nothing = (): undefined => undefined;
const inletOf = (signal: AbortSignal): ByteInlet =>
  new ByteInlet(new ByteChannel(new PassThrough(), { credit: nothing, stop: nothing }, nothing), 1, { signal });

describe('ByteInlet', () => {
  it.each([
    ['before it was made', AbortSignal.abort()],
    ['before anybody reads it', undefined],
  ])('keeps a cancellation %s for who reads it later', async (_when, aborted) => {
    const controller = new AbortController();
    const signal = aborted ?? controller.signal;
    const inlet = inletOf(signal);
    controller.abort();
    await new Promise((resolve) => inlet.once('close', resolve));
    await expect(buffer(inlet)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

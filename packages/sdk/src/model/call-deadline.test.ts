import { Readable } from 'node:stream';
import { type Audio } from '../media/audio';
import { checkMediaType } from '../media/check-media-type';
import type { ReadOptions } from '../media/media-source';
import { Text } from '../media/text';
import { toMedia } from '../media/to-media';
import type { RunContext } from './base-model';
import { checkInputSize } from './check-input-size';
import type { StreamEvent } from './stream-event';
import { StreamingModel } from './streaming-model';

/** Looks at its input as a provider does, and reads all of it as the request to a service does. */
class ListeningModel extends StreamingModel<'audio-to-text', Audio> {
  constructor() {
    super({ id: 'ear', name: 'Ear', capabilities: ['audio-to-text'], limits: { maxInputBytes: 100 } });
  }

  protected override async parseInput(
    input: Parameters<ListeningModel['transform']>[0],
    options: ReadOptions,
  ): Promise<Audio> {
    const audio = toMedia('audio', input);
    await checkMediaType(audio, 'audio', options);
    await checkInputSize(audio, this.info, options);
    return audio;
  }

  protected override async *runStream(audio: Audio, { call }: RunContext<object>): AsyncGenerator<StreamEvent, Text> {
    yield { type: 'text-delta', text: '…' };
    await audio.bytes(call);
    return new Text('nothing');
  }
}

/** Sound of which `first` comes, and then nothing for ever. */
const silentAfter = (first: Uint8Array): Readable => {
  const stream = new Readable({ read: () => undefined });
  if (first.length > 0) stream.push(first);
  return stream;
};
const HEAD = Buffer.concat([Buffer.from('ID3\x03'), Buffer.alloc(5000)]);

const cancelledSoon = (): AbortSignal => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return controller.signal;
};
const ENDS: [what: string, signal: () => AbortSignal, code: string][] = [
  ['AbortSignal.timeout', () => AbortSignal.timeout(20), 'MC_CALL_TIMEOUT'],
  [
    'a deadline beside another signal',
    () => AbortSignal.any([new AbortController().signal, AbortSignal.timeout(20)]),
    'MC_CALL_TIMEOUT',
  ],
  ['a cancellation', cancelledSoon, 'MC_CALL_ABORTED'],
];
const PARTS: [when: string, first: Buffer][] = [
  ['its input is looked at', Buffer.alloc(0)],
  ['it works', HEAD],
];

describe.each(PARTS)('a call that ends while %s', (_when, first) => {
  it.each(ENDS)('is told apart: %s', async (_what, signalOf, code) => {
    const input = silentAfter(first);
    await expect(new ListeningModel().transform(input, { signal: signalOf() })).rejects.toMatchObject({ code });
    expect(input.destroyed).toBe(true);
  });

  it.each(ENDS)('is told apart in a stream: %s', async (_what, signalOf, code) => {
    const input = silentAfter(first);
    await expect(new ListeningModel().stream(input, { signal: signalOf() })).rejects.toMatchObject({ code });
    expect(input.destroyed).toBe(true);
  });
});

it('touches nothing when the deadline is over', async () => {
  const input = silentAfter(HEAD);
  const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  await expect(new ListeningModel().transform(input, { signal })).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
  expect(input.readableDidRead).toBe(false);
  input.destroy();
});

it('lets go of the input when the loop over a stream is left while it is looked at', async () => {
  const input = silentAfter(Buffer.alloc(0));
  const reading = new ListeningModel().stream(input)[Symbol.asyncIterator]();
  const next = expect(reading.next()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  await expect(reading.return?.()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  await next;
  expect(input.destroyed).toBe(true);
});

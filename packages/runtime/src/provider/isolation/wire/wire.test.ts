import { Video } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import fc from 'fast-check';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { serialize } from 'node:v8';
import { FrameParser } from './frame-parser';
import type { ServedCall } from './served-call';
import { Wire, type WireSockets } from './wire';

const RUNS = process.env['TORTURE'] ? 2000 : 60;

/** Two ends of one connection. */
async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const accepted = once(server, 'connection');
  const one = connect(port, '127.0.0.1');
  const [other] = (await accepted) as [Socket];
  server.close();
  return [one, other];
}

/** A wire, and the bare sockets of its other side. */
async function openWire(
  onCall: (method: string, input: unknown, call: ServedCall) => Promise<unknown> = async () => undefined,
) {
  const [messages, otherMessages] = await socketPair();
  const [bytes, otherBytes] = await socketPair();
  const onClose = jest.fn<void, [Error | undefined]>();
  const wire = new Wire({ messages, bytes }, { onCall, onTell: () => undefined, onClose });
  const others: WireSockets = { messages: otherMessages, bytes: otherBytes };
  for (const socket of [otherMessages, otherBytes]) socket.on('error', () => undefined);
  return { wire, others, onClose };
}

function frame(message: unknown): Buffer {
  const body = serialize(message);
  const header = Buffer.alloc(4);
  header.writeUInt32LE(body.length);
  return Buffer.concat([header, body]);
}

describe('Wire', () => {
  it.each([
    ['bytes that are no message', Buffer.from([4, 0, 0, 0, 1, 2, 3, 4])],
    ['a message that is too large', Buffer.from([0, 0, 0, 255])],
    ['a message of no known kind', frame({ type: 'dance' })],
    ['a message with another shape', frame({ type: 'credit', stream: 'x', bytes: 1 })],
    ['a number that is none', frame({ type: 'credit', stream: 1, bytes: Number.NaN })],
    ['no record', frame(null)],
  ])('closes at %s', async (_what, sent) => {
    const { wire, others, onClose } = await openWire();
    const call = wire.call('x', 'y');
    others.messages.write(sent);
    await expect(call).rejects.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
    expect(onClose).toHaveBeenCalledWith(expect.objectContaining({ code: 'MC_PROVIDER_CRASHED' }));
    expect(wire.isClosed).toBe(true);
  });

  it('closes when more bytes come than were granted, and at a value that was not lent', async () => {
    const { wire, others, onClose } = await openWire();
    others.bytes.write(Buffer.alloc(20, 255));
    await eventually(async () => expect(onClose).toHaveBeenCalled());
    expect(wire.isClosed).toBe(true);
    const second = await openWire();
    const call = second.wire.call('x', 'y');
    second.others.messages.write(
      frame({
        type: 'result',
        call: 0,
        output: { value: null, parts: [{ path: [], part: { type: 'returned', loan: 7 } }] },
      }),
    );
    await expect(call).rejects.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
    expect(second.wire.isClosed).toBe(true);
  });

  it('ignores answers to nothing, and bytes that nobody reads any more', async () => {
    const { wire, others } = await openWire(async () => 'here');
    for (const message of [
      { type: 'result', call: 99, output: { value: 1 } },
      { type: 'stop', stream: 5 },
      { type: 'forget', loan: 5 },
    ])
      others.messages.write(frame(message));
    others.bytes.write(Buffer.concat([FrameParser.header(77, 'bytes', 3), Buffer.from('moo')]));
    others.messages.write(frame({ type: 'call', call: 0, method: 'x', input: { value: 1 } }));
    await once(others.messages, 'data');
    expect(wire.isClosed).toBe(false);
    wire.close();
  });

  it('survives whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        async (messages, bytes) => {
          const { wire, others } = await openWire();
          const call = wire.call('x', 'y').catch((error: unknown) => error);
          others.messages.write(messages);
          others.bytes.write(bytes);
          others.messages.end();
          await expect(call).resolves.toMatchObject({ code: 'MC_PROVIDER_CRASHED' });
          others.bytes.destroy();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('never sets what a name like __proto__ stands for', async () => {
    const { wire, others } = await openWire();
    const call = wire.call('x', 'y');
    const value = JSON.parse('{"__proto__":{"polluted":true}}') as unknown;
    const part = { type: 'url', href: 'http://cow/' };
    others.messages.write(
      frame({ type: 'result', call: 0, output: { value, parts: [{ path: ['__proto__', 'polluted'], part }] } }),
    );
    await call.catch(() => undefined);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    wire.close();
  });

  it('keeps nothing of calls that are over', async () => {
    const [messages, otherMessages] = await socketPair();
    const [bytes, otherBytes] = await socketPair();
    const nothing = { onTell: () => undefined, onClose: () => undefined };
    const here = new Wire({ messages, bytes }, { ...nothing, onCall: async () => undefined });
    const there = new Wire(
      { messages: otherMessages, bytes: otherBytes },
      { ...nothing, onCall: async (_method, input) => (input as Video).data.length },
    );
    const film = Buffer.alloc(100_000, 1);
    for (let at = 0; at < 50; at++) await expect(here.call('x', Video.fromBytes(film))).resolves.toBe(film.length);
    expect(here.lentCount).toBe(0);
    here.close();
    there.close();
  });
});

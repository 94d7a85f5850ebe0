import { SILENT_LOGGER, type Clock } from '@mediaconduit/sdk';
import { createManualClock, eventually } from '@mediaconduit/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { bindSocket, type BoundSocket } from './bind-socket';
import { duplicateSocket, type SocketHandle } from './duplicate-socket';
import { StandIn, type StandInParts } from './stand-in';

jest.mock('node:child_process', () => {
  const actual = jest.requireActual<typeof import('node:child_process')>('node:child_process');
  return { ...actual, spawn: jest.fn(actual.spawn) };
});

const NOBODY = { fd: 3, port: 1, isBound: () => true, close: () => undefined };

function world(parts: Partial<StandInParts> = {}) {
  const clock = createManualClock();
  const warn = jest.fn();
  const log = { ...SILENT_LOGGER, warn };
  const base = { clock, log, serviceId: 'cow', socket: NOBODY, duplicate: jest.fn(), onCaller: () => undefined };
  return { clock, warn, standIn: new StandIn({ ...base, ...parts }) };
}

async function statusAt(port: number): Promise<number> {
  const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) };
  const response = await fetch(`http://127.0.0.1:${port}`, options);
  await response.text();
  return response.status;
}

/** The timers that are set from now on, and whether they let the program end. */
function timersOf(clock: Clock): () => string[] {
  const seen: { delayMs: number; unref: jest.SpyInstance }[] = [];
  const { setTimeout } = clock;
  jest.spyOn(clock, 'setTimeout').mockImplementation((callback, delayMs) => {
    const timer = setTimeout.call(clock, callback, delayMs);
    seen.push({ delayMs, unref: jest.spyOn(timer, 'unref') });
    return timer;
  });
  return () => seen.map(({ delayMs, unref }) => `${delayMs} ms${unref.mock.calls.length > 0 ? ', unref' : ''}`);
}

describe('StandIn', () => {
  it('does nothing when a child comes soon', async () => {
    const duplicate = jest.fn();
    const { clock, standIn } = world({ duplicate });
    standIn.begin();
    await clock.advance(49);
    standIn.end();
    await clock.advance(1000);
    expect(duplicate).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('closes a handle that comes after its end, and listens on none', async () => {
    const close = jest.fn();
    let give = (_handle: SocketHandle): void => undefined;
    const { clock, standIn, warn } = world({ duplicate: () => new Promise((resolve) => (give = resolve)) });
    standIn.begin();
    await clock.advance(50);
    standIn.end();
    give({ close });
    await clock.advance(0);
    expect(close).toHaveBeenCalledTimes(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is closed when nothing shares the socket any more', async () => {
    let fail = (_error: Error): void => undefined;
    const { clock, standIn } = world({ duplicate: () => new Promise((_, reject) => (fail = reject)) });
    standIn.begin();
    await clock.advance(50);
    const closed = jest.fn();
    const closing = standIn.close().then(closed);
    await clock.advance(0);
    expect(closed).not.toHaveBeenCalled();
    fail(new Error('aborted'));
    await closing;
  });

  it('tells when there is no second handle', async () => {
    const { clock, standIn, warn } = world({ duplicate: async () => Promise.reject(new Error('no memory')) });
    standIn.begin();
    await clock.advance(50);
    expect(warn.mock.calls).toEqual([
      [{ service: 'cow', reason: 'no memory' }, 'callers are not answered until the service is back'],
    ]);
  });

  describe('at a socket', () => {
    let socket: BoundSocket;
    beforeEach(() => {
      socket = bindSocket('linux') as BoundSocket;
    });
    afterEach(() => socket.close());

    it('lets the socket live when it ends, and begins again', async () => {
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket });
      for (let round = 0; round < 3; round++) {
        standIn.begin();
        await clock.advance(50);
        await eventually(async () => expect(await statusAt(socket.port)).toBe(503));
        standIn.end();
        expect(socket.isBound()).toBe(true);
      }
      await standIn.close();
      expect(clock.pending).toBe(0);
    });

    it('refuses whom it held when no child has come, and asks for others only', async () => {
      const onCaller = jest.fn(() => new Promise<void>(() => undefined));
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket, onCaller });
      const timers = timersOf(clock);
      standIn.begin();
      await clock.advance(50);
      const held = eventually(() => statusAt(socket.port));
      await eventually(async () => expect(onCaller).toHaveBeenCalledTimes(1));
      await clock.advance(30_000);
      await expect(held).resolves.toBe(503);
      expect(onCaller).toHaveBeenCalledTimes(1);
      expect(timers()).toEqual(['50 ms, unref', '30000 ms, unref', '1000 ms, unref']);
      const other = statusAt(socket.port);
      await eventually(async () => expect(onCaller).toHaveBeenCalledTimes(2));
      await clock.advance(30_000);
      await expect(other).resolves.toBe(503);
      await standIn.close();
    });

    it.each([
      ['has failed', () => Promise.reject(new Error('no disk'))],
      ['is over without a child', async () => undefined],
    ])('refuses whom it held at once when the start %s', async (_title, start) => {
      let isOver = (): void => undefined;
      const over = new Promise<void>((resolve) => (isOver = resolve));
      const onCaller = jest.fn(() => over.then(start));
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket, onCaller });
      standIn.begin();
      await clock.advance(50);
      const held = eventually(() => statusAt(socket.port));
      await eventually(async () => expect(onCaller).toHaveBeenCalledTimes(1));
      isOver();
      await clock.advance(0);
      await expect(held).resolves.toBe(503);
      expect(onCaller).toHaveBeenCalledTimes(1);
      await standIn.close();
      expect(clock.pending).toBe(0);
    });

    it('leaves whom it held to the child when the start is over', async () => {
      let isOver = (): void => undefined;
      const onCaller = jest.fn(() => new Promise<void>((resolve) => (isOver = resolve)));
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket, onCaller });
      standIn.begin();
      await clock.advance(50);
      const held = await eventually(async () => {
        const caller = connect(socket.port, '127.0.0.1');
        await once(caller, 'connect');
        return caller;
      });
      await eventually(async () => expect(onCaller).toHaveBeenCalledTimes(1));
      standIn.end();
      isOver();
      await clock.advance(30_000);
      expect([held.bytesRead, held.closed, clock.pending]).toEqual([0, false, 0]);
      held.destroy();
      await standIn.close();
    });

    it('refuses whom it held when the child did not get far enough to answer', async () => {
      const onCaller = jest.fn(() => new Promise<void>(() => undefined));
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket, onCaller });
      standIn.begin();
      await clock.advance(50);
      const held = eventually(() => statusAt(socket.port));
      await eventually(async () => expect(onCaller).toHaveBeenCalledTimes(1));
      standIn.end();
      standIn.begin();
      await clock.advance(50);
      await expect(held).resolves.toBe(503);
      expect(onCaller).toHaveBeenCalledTimes(1);
      await standIn.close();
    });

    it('does not wait for the rest of a request for ever', async () => {
      const { clock, standIn } = world({ socket, duplicate: duplicateSocket });
      standIn.begin();
      await clock.advance(50);
      await eventually(async () => expect(await statusAt(socket.port)).toBe(503));
      const caller = connect(socket.port, '127.0.0.1');
      let text = '';
      caller.on('data', (chunk: Buffer) => (text += chunk.toString()));
      caller.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nx');
      await eventually(async () => expect(clock.pending).toBe(1));
      await clock.advance(1000);
      await eventually(async () => expect(text).toContain('503 Service Unavailable'));
      caller.destroy();
      await standIn.close();
    });
  });
});

describe('duplicateSocket', () => {
  it('rejects when the other process does not give the socket back, and when it is not wanted any more', async () => {
    const fd = openSync('/dev/null', 'r');
    await expect(duplicateSocket({ fd }, new AbortController().signal)).rejects.toThrow('ended with 1');
    await expect(duplicateSocket({ fd }, AbortSignal.abort())).rejects.toThrow('aborted');
    closeSync(fd);
  });

  it('rejects when the other process has ended, if it is not wanted any more', async () => {
    const fd = openSync('/dev/null', 'r');
    const turn = new AbortController();
    const duplicated = duplicateSocket({ fd }, turn.signal);
    const helper = jest.mocked(spawn).mock.results.at(-1)?.value as ChildProcess;
    turn.abort();
    await expect(duplicated).rejects.toThrow('aborted');
    expect(helper.signalCode).toBe('SIGKILL');
    closeSync(fd);
  });
});

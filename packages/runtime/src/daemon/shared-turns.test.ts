import { getEventListeners, once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { MediaConduitError, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { JsonClient } from './json-client';
import { createJsonServer, type JsonHandler } from './json-server';
import type { TurnRequest } from './protocol';
import { ServiceTurns } from './service-turns';
import { SharedTurns } from './shared-turns';
import { SupervisorClient } from './supervisor-client';

const LINE = JSON.stringify({ type: 'enter', turn: 1, service: 'cow' });

/** A program that has asked for a turn, and is in the middle of its next line. */
const HALF = `POST /v1/turns?projectFolder=x HTTP/1.1
host: x
content-type: application/x-ndjson
transfer-encoding: chunked

${(LINE.length + 2).toString(16)}
${LINE}

ff
{"type":`.replaceAll('\n', '\r\n');

describe('SharedTurns', () => {
  let folder: TemporaryFolder;
  let address: string;
  let shared: SharedTurns;
  let servers: Server[];
  let sockets: Socket[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    address = join(folder.path, 'supervisor.sock');
    const supervisor = new SupervisorClient(new JsonClient(address));
    shared = new SharedTurns({
      clock: SYSTEM_CLOCK,
      ask: (requests, signal) => supervisor.turns(folder.path, requests, signal),
    });
    [servers, sockets] = [[], []];
  });

  afterEach(async () => {
    for (const server of servers.filter(({ listening }) => listening)) {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
    await folder[Symbol.asyncDispose]();
  });

  /** A supervisor in the place of the one before, which keeps its connections. */
  async function serve(handler: JsonHandler): Promise<void> {
    await rm(address, { force: true });
    const server = createJsonServer({ 'POST /v1/turns': handler }).listen(address);
    server.on('connection', (socket) => sockets.push(socket));
    servers.push(server);
    await once(server, 'listening');
  }

  /** One whose stack has the service `cow`, which takes so many calls at once. */
  async function serveTurns(concurrent: number): Promise<ServiceTurns> {
    const turns = new ServiceTurns(() => undefined);
    turns.configure([{ name: 'cow', bulkhead: { concurrent, waiting: 0 } }]);
    await serve(async function* ({ lines, signal }) {
      try {
        yield* turns.lines(lines as AsyncIterable<TurnRequest>, signal);
      } catch {
        throw new MediaConduitError('MC_SERVICE_NOT_FOUND', 'The stack is being stopped.');
      }
    });
    return turns;
  }

  const isOpen = ({ destroyed }: Socket): boolean => !destroyed;

  /** Asks for turns and keeps those that it gets. */
  function enter(times: number) {
    const entered: (() => void)[] = [];
    const calls = Array.from({ length: times }, async () => void entered.push(await shared.enter('cow')));
    return { calls, entered };
  }

  /** Whatever the supervisor has said before has arrived. */
  const roundTrip = async (): Promise<void> => (await shared.enter('bull'))();

  it('go over one connection, one after the other and many at once', async () => {
    await serveTurns(2);
    const letGo = shared.hold();
    for (let call = 0; call < 10; call++) (await shared.enter('cow'))();
    const order: number[] = [];
    const calls = [1, 2, 3, 4].map(async (call) => {
      const leave = await shared.enter('cow');
      order.push(call);
      leave();
    });
    await Promise.all(calls);
    expect(order).toEqual([1, 2, 3, 4]);
    expect(sockets).toHaveLength(1);
    letGo();
  });

  it('close their connection when nobody holds it and no call is under way', async () => {
    await serveTurns(1);
    const letGo = shared.hold();
    const leave = await shared.enter('cow');
    letGo();
    const waiting = shared.enter('cow');
    leave();
    const leaveNext = await waiting;
    expect(sockets.map(isOpen)).toEqual([true]);
    leaveNext();
    await eventually(async () => expect(sockets.map(isOpen)).toEqual([false]));
    (await shared.enter('cow'))();
    expect(sockets).toHaveLength(2);
  });

  it('are asked of the next supervisor when the connection to one breaks off, also by calls that wait', async () => {
    await serveTurns(1);
    const letGo = shared.hold();
    const leave = await shared.enter('cow');
    const { calls, entered } = enter(2);
    await serveTurns(1);
    servers[0]?.closeAllConnections();
    await Promise.race(calls);
    leave(); // of which the new one knows nothing
    await roundTrip();
    expect(entered).toHaveLength(1);
    entered[0]?.();
    await Promise.all(calls);
    entered[1]?.();
    expect(sockets.map(isOpen)).toEqual([false, true]);
    letGo();
  });

  it.each<[string, (turns: ServiceTurns) => unknown]>([
    ['the supervisor is gone', () => servers[0]?.close().closeAllConnections()],
    ['the stack has ended', (turns) => turns.close()],
    ['the stack has the service no more', (turns) => turns.configure([])],
  ])('are not needed any more where %s', async (_, end) => {
    const turns = await serveTurns(1);
    const letGo = shared.hold();
    const leave = await shared.enter('cow');
    const waiting = shared.enter('cow');
    end(turns);
    const all = [await waiting, await shared.enter('cow'), await shared.enter('cow'), leave];
    for (const leaveOne of all) leaveOne();
    letGo();
  });

  it('are given up at the signal of the caller, who stops listening to it', async () => {
    await serveTurns(1);
    const letGo = shared.hold();
    const { signal } = new AbortController();
    const leave = await shared.enter('cow', signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const caller = new AbortController();
    const given = expect(shared.enter('cow', caller.signal)).rejects.toThrow('enough');
    const waiting = shared.enter('cow');
    caller.abort(new Error('enough'));
    await given;
    leave();
    (await waiting)();
    await expect(shared.enter('cow', caller.signal)).rejects.toThrow('enough');
    expect(sockets).toHaveLength(1);
    letGo();
  });

  it('fail with what is wrong, and the next one is asked for anew', async () => {
    await serve(async function* ({ lines }) {
      for await (const line of lines) throw new TypeError(`what is ${JSON.stringify(line)}?`);
      yield* [];
    });
    const letGo = shared.hold();
    for (let call = 0; call < 2; call++) {
      await expect(shared.enter('cow')).rejects.toMatchObject({ code: 'MC_INTERNAL' });
    }
    letGo();
  });

  it.each<[string, (socket: Socket) => unknown]>([
    ['is cut', (socket) => socket.destroy()],
    ['ends in one direction', (socket) => socket.end()],
    ['says what means nothing', (socket) => socket.write('\r\n}}}\r\n')],
  ])('of a connection that %s in the middle of a line come back', async (_, end) => {
    await serveTurns(1);
    const socket = connect({ path: address, allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write(HALF);
    await eventually(async () => expect(String(socket.read())).toContain('"turn":1'));
    const { calls, entered } = enter(1);
    await roundTrip();
    expect(entered).toEqual([]);
    end(socket);
    await Promise.all(calls);
    entered[0]?.();
    socket.destroy();
  });
});

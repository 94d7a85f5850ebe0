import { SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createManualClock } from '../clock/manual-clock';
import { eventually } from '../contract/eventually';
import { startFakeService } from '../service/fake-service';
import { startFaultProxy, type FaultProxy, type FaultProxyOptions } from './fault-proxy';

/** More than all buffers between two processes take. */
const BIG = 32 * 1024 * 1024;

let disposals: (() => unknown)[] = [];
afterEach(async () => {
  for (const dispose of disposals.reverse()) await dispose();
  disposals = [];
});

interface Heard {
  got(): string;
  gotBytes(): number;
}

const heard = (chunks: readonly Buffer[]): Heard => ({
  got: () => Buffer.concat(chunks).toString(),
  gotBytes: () => chunks.reduce((sum, { length }) => sum + length, 0),
});

/** A TCP service that keeps what it got, and says what it is told to. */
async function service(): Promise<{ target: string; sockets: Socket[] } & Heard> {
  const sockets: Socket[] = [];
  const chunks: Buffer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposals.push(() => new Promise((resolve) => server.close(resolve)));
  disposals.push(() => sockets.map((socket) => socket.destroy()));
  const { port } = server.address() as AddressInfo;
  return { target: `127.0.0.1:${port}`, sockets, ...heard(chunks) };
}

/** A client behind a proxy, connected to the service. */
async function world(options: Omit<FaultProxyOptions, 'target'> = {}) {
  const far = await service();
  const proxy = await startFaultProxy({ target: far.target, ...options });
  disposals.push(() => proxy[Symbol.asyncDispose]());
  const client = await join(proxy);
  await eventually(async () => expect(far.sockets).toHaveLength(1));
  return { ...far, proxy, client, server: far.sockets[0] as Socket };
}

interface Client extends Heard {
  readonly socket: Socket;
  readonly ends: string[];
}

async function join({ port }: FaultProxy): Promise<Client> {
  const chunks: Buffer[] = [];
  const ends: string[] = [];
  const socket = connect(port, '127.0.0.1');
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => ends.push('end'));
  socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? ''));
  disposals.push(() => socket.destroy());
  await once(socket, 'connect');
  return { socket, ends, ...heard(chunks) };
}

const said = (got: () => string, text: string): Promise<void> => eventually(async () => expect(got()).toBe(text));
const waits = (clock: { pending: number }, count = 1): Promise<void> =>
  eventually(async () => expect(clock.pending).toBe(count));

describe('startFaultProxy', () => {
  it('passes everything on in both directions, and the ends', async () => {
    const { client, got, proxy, server } = await world();
    expect(proxy.url).toBe(`tcp://127.0.0.1:${proxy.port}`);
    client.socket.end('hello');
    await said(got, 'hello');
    server.end('moo');
    await said(client.got, 'moo');
    await eventually(async () => expect([client.ends, proxy.openConnections]).toEqual([['end'], 0]));
  });

  it('stands in front of an HTTP service', async () => {
    await using far = await startFakeService({ routes: { 'GET /a/x': { text: 'moo' } } });
    await using proxy = await startFaultProxy({ target: `${far.url}/a` });
    expect(proxy.url).toBe(`http://127.0.0.1:${proxy.port}/a`);
    expect(await (await fetch(`${proxy.url}/x`)).text()).toBe('moo');
  });

  it('lets things come later, in the direction that is meant', async () => {
    const clock = createManualClock();
    const { client, got, server } = await world({ clock, toClient: { latencyMs: 1000 } });
    client.socket.write('hello');
    await said(got, 'hello');
    server.write('moo');
    await waits(clock);
    await clock.advance(999);
    expect(client.got()).toBe('');
    await clock.advance(1);
    await said(client.got, 'moo');
  });

  it('has the same jitter for the same seed', async () => {
    const delaysOf = async (seed?: number): Promise<number[]> => {
      const delays: number[] = [];
      const setTimeout: Clock['setTimeout'] = (callback, ms) => {
        delays.push(ms);
        return SYSTEM_CLOCK.setTimeout(callback, 0);
      };
      const clock = { ...createManualClock(), now: () => 0, setTimeout, clearTimeout: SYSTEM_CLOCK.clearTimeout };
      const { client, got } = await world({ clock, seed, toServer: { latencyMs: 100, jitterMs: 50 } });
      for (const text of ['a', 'ab', 'abc']) {
        client.socket.write(text.at(-1) ?? '');
        await said(got, text);
      }
      return delays;
    };
    const delays = await delaysOf();
    expect(delays.every((ms) => ms >= 100 && ms < 150)).toBe(true);
    expect(new Set(delays).size).toBe(3);
    expect(await delaysOf(1)).toEqual(delays);
    expect(await delaysOf(2)).not.toEqual(delays);
  });

  it('is as slow as it is told to be, and keeps the sender waiting', async () => {
    const clock = createManualClock();
    const { client, gotBytes, proxy } = await world({ clock, toServer: { bytesPerSecond: 100 } });
    client.socket.write(Buffer.alloc(BIG, 'x'));
    await waits(clock);
    for (const length of [5, 10, 15]) {
      await clock.advance(50);
      await eventually(async () => expect(gotBytes()).toBe(length));
      await waits(clock);
    }
    expect(client.socket.writableLength).toBeGreaterThan(0);
    proxy.set({ toServer: {} });
    await eventually(async () => expect(gotBytes()).toBe(BIG));
    expect([client.socket.writableLength, clock.pending]).toEqual([0, 0]);
  });

  it.each([
    [{ cutAfterBytes: 3 }, 'end'],
    [{ resetAfterBytes: 0 }, 'ECONNRESET'],
  ])('ends the connection behind so many bytes: %j', async (faults, end) => {
    const { client, proxy, server } = await world({ toClient: faults });
    server.write('moo, said the cow');
    await eventually(async () => expect(client.ends).toEqual([end]));
    expect(client.got()).toBe(end === 'end' ? 'moo' : '');
    await eventually(async () => expect([server.readable, proxy.openConnections]).toEqual([false, 0]));
  });

  it('swallows what it is told to, until it is told otherwise', async () => {
    const { client, got, proxy, server } = await world({ toClient: { blackhole: true } });
    server.write(Buffer.alloc(BIG, 'x'));
    client.socket.write('hello');
    await said(got, 'hello');
    await eventually(async () => expect(server.writableLength).toBe(0));
    expect(client.got()).toBe('');
    proxy.set({ toClient: {} });
    server.write('moo');
    await eventually(async () => expect(client.gotBytes()).toBeGreaterThan(0));
    expect(client.gotBytes()).toBeLessThan(BIG); // what was on its way when it changed may come too
  });

  it.each([{ halfOpen: true }, { blackhole: true }])('does not say that the service is gone: %j', async (faults) => {
    const { client, proxy, server, sockets } = await world({ toClient: faults });
    server.destroy();
    await once(server, 'close');
    const other = await join(proxy);
    await eventually(async () => expect(sockets).toHaveLength(2));
    proxy.set({ toClient: {} });
    sockets[1]?.write('moo');
    await said(other.got, 'moo');
    expect([client.ends, client.socket.closed, proxy.openConnections]).toEqual([[], false, 2]);
  });

  it('resets what is open', async () => {
    const { client, proxy, server } = await world();
    proxy.resetConnections();
    await eventually(async () => expect([client.ends, server.closed]).toEqual([['ECONNRESET'], true]));
    expect((await join(proxy)).ends).toEqual([]);
  });

  it('resets clients when the service does not listen', async () => {
    const { proxy, client } = await world();
    const dead = await startFaultProxy({ target: `127.0.0.1:${proxy.port}` });
    disposals.push(() => dead[Symbol.asyncDispose]());
    await proxy[Symbol.asyncDispose]();
    const late = await join(dead).catch(() => undefined);
    if (late) await eventually(async () => expect(late.ends).toEqual(['ECONNRESET']));
    expect(client.ends).toEqual(['ECONNRESET']);
  });

  it('leaves no connection and no timer behind when it is disposed', async () => {
    const clock = createManualClock();
    const { client, proxy, server } = await world({
      clock,
      toClient: { latencyMs: 1000 },
      toServer: { bytesPerSecond: 1 },
    });
    server.write('moo');
    client.socket.write('hello');
    await waits(clock, 2);
    await proxy[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await eventually(async () => expect([client.socket.closed, server.closed]).toEqual([true, true]));
    expect([clock.pending, proxy.openConnections]).toEqual([0, 0]);
    await expect(join(proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('lets go of a service that never takes the connection', async () => {
    const program = `require('node:net').createServer().listen(0, '127.0.0.1', 1, function () {
      require('node:fs').writeSync(1, String(this.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    })`;
    const deaf = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    disposals.push(() => deaf.kill('SIGKILL'));
    const [port] = (await once(deaf.stdout, 'data')) as [Buffer];
    const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const waiting = Array.from({ length: 4 }, () => connect(Number(port), '127.0.0.1')); // more than the system keeps for it
    disposals.push(() => waiting.map((socket) => socket.destroy()));
    await eventually(async () => expect(waiting.some(({ connecting }) => !connecting)).toBe(true));
    const before = sockets();
    const proxy = await startFaultProxy({ target: `127.0.0.1:${String(port)}` });
    await join(proxy);
    await eventually(async () => expect(proxy.openConnections).toBe(1));
    await proxy[Symbol.asyncDispose]();
    await eventually(async () => expect([sockets(), proxy.openConnections]).toEqual([before, 0]));
  });

  it.each(['', 'localhost', 'http://', 'a b:1'])('refuses the target "%s"', async (target) => {
    await expect(startFaultProxy({ target })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
  });
});

import http from 'node:http';
import net, { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { eventually } from '@mediaconduit/testkit';
import { controllerWorld, type ControllerWorldOptions } from './__fixtures__/controller-world';
import type { ServiceController } from './service-controller';
import { ServiceFront } from './service-front';

const moo: ControllerWorldOptions = { serve: () => (_request, response) => response.end('moo') };

/** A request on a connection of its own, as clients of old providers make it. */
async function get(port: number): Promise<{ status: number | undefined; type: string | undefined; body: string }> {
  const request = http.get({ host: '127.0.0.1', port, path: '/', agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, type: response.headers['content-type'], body };
}

describe('ServiceFront', () => {
  it('knows its address at once, and starts the service with the first connection', async () => {
    await using world = controllerWorld(moo);
    await using front = await ServiceFront.open(world.controller);
    expect(front.port).toBeGreaterThan(0);
    expect(front.baseUrl).toBe(`http://127.0.0.1:${front.port}`);
    expect(world.engine.calls).toEqual([]);
    const replies = await Promise.all([get(front.port), get(front.port), get(front.port)]);
    expect(replies.map(({ body }) => body)).toEqual(['moo', 'moo', 'moo']);
    expect(world.engine.calls).toEqual(['ensure test-service']);
  });

  it('keeps its port when the service ends and is started elsewhere', async () => {
    await using world = controllerWorld(moo);
    await using front = await ServiceFront.open(world.controller);
    await get(front.port);
    world.engine.crash('test-service');
    await expect(get(front.port)).resolves.toMatchObject({ status: 200, body: 'moo' });
    expect(world.controller.generation).toBe(2);
  });

  it('finds a service at the usual port of http, which its address leaves out', async () => {
    const connected: unknown[] = [];
    const lookUp = jest.spyOn(net, 'connect').mockImplementation((...parameters: unknown[]) => {
      connected.push(parameters[0]);
      return new net.Socket().destroy();
    });
    const run = { baseUrl: 'http://127.0.0.1', connect: () => ({ setBusy: () => undefined, end: () => undefined }) };
    const controller = { use: { hold: () => () => undefined }, acquire: async () => run };
    await using front = await ServiceFront.open(controller as unknown as ServiceController);
    const agent = new net.Socket();
    agent.on('error', () => undefined).connect(front.port, '127.0.0.1');
    await eventually(async () => expect(connected).toEqual([{ host: '127.0.0.1', port: 80, allowHalfOpen: true }]));
    lookUp.mockRestore();
    agent.destroy();
  });

  it('answers 503 with the error as a problem document when the service does not start', async () => {
    await using world = controllerWorld({ exitAtOnce: 3 });
    await using front = await ServiceFront.open(world.controller);
    const { status, type, body } = await get(front.port);
    expect({ status, type }).toEqual({ status: 503, type: 'application/problem+json' });
    expect(JSON.parse(body)).toMatchObject({ code: 'MC_SERVICE_START_FAILED', facts: { exitCode: 3 } });
  });

  it('counts a connection as use, until it is closed', async () => {
    await using world = controllerWorld({ ...moo, definition: { idleStopMs: 1000 } });
    await using front = await ServiceFront.open(world.controller);
    const socket = connect(front.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');
    await world.clock.advance(5000);
    expect(world.controller.state.name).toBe('ready');
    socket.destroy();
    await eventually(async () => {
      await world.clock.advance(1000);
      expect(world.controller.state.name).toBe('absent');
    });
  });

  it('serves a client that has closed its sending side', async () => {
    await using world = controllerWorld(moo);
    await using front = await ServiceFront.open(world.controller);
    const socket = connect({ port: front.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    await expect(text(socket)).resolves.toMatch(/^HTTP\/1\.1 200 OK[^]*moo/);
  });

  it('undoes a start that only its connections wait for when it is disposed', async () => {
    await using world = controllerWorld({ startDelayMs: 10 });
    const front = await ServiceFront.open(world.controller);
    connect(front.port, '127.0.0.1').on('error', () => undefined);
    await eventually(async () => expect(world.engine.calls).toEqual(['ensure test-service']));
    await front[Symbol.asyncDispose]();
    await eventually(async () => expect(world.controller.state.name).toBe('absent'));
    await expect(world.engine.list()).resolves.toEqual([]);
  });

  it('closes the connection when the service cuts it', async () => {
    await using world = controllerWorld({ serve: () => (request) => request.socket.destroy() });
    await using front = await ServiceFront.open(world.controller);
    await expect(get(front.port)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('closes its port and every connection when it is disposed', async () => {
    await using world = controllerWorld({ serve: () => () => undefined });
    const front = await ServiceFront.open(world.controller);
    const socket = connect(front.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await front[Symbol.asyncDispose]();
    await closed;
    await expect(get(front.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

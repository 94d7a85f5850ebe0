import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import net, { type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { version } from '../package.json';
import { ServiceProcess } from './__fixtures__/service-process';
import { COW_NAMES } from './cow-names';
import { drawCow } from './draw-cow';

const JSON_HEADERS = { 'content-type': 'application/json' };

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(body) });
}

/** A bound socket that nobody accepts on yet, as the process engine hands one over. */
interface BoundSocket {
  readonly fd: number;
  getsockname(address: { port?: number }): number;
  close(): void;
}

function bindSocket(): BoundSocket {
  const { _createServerHandle } = net as unknown as {
    _createServerHandle(host: string, port: number, family: 4): BoundSocket | number;
  };
  const socket = _createServerHandle('127.0.0.1', 0, 4);
  if (typeof socket === 'number') throw new Error(`bind failed: ${socket}`);
  return socket;
}

/** A request of which the service has seen the head but not the whole body. */
async function halfSent(url: string, agent: Agent): Promise<ClientRequest> {
  const sent = request(`${url}/transform`, {
    method: 'POST',
    agent,
    headers: { ...JSON_HEADERS, expect: '100-continue' },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.write('{"text":');
  return sent;
}

describe('dist/server.cjs', () => {
  it('reports its port over IPC, is healthy and says its version', async () => {
    await using service = await ServiceProcess.listening();
    const health = await fetch(`${service.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'healthy', service: 'cowsay-service', version });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });

  it('lets a cow say the text, with times and lengths', async () => {
    await using service = await ServiceProcess.listening();
    const answer = await post(`${service.url}/transform`, { text: '-f tux', options: { cow: 'dragon' } });
    expect(await answer.json()).toEqual({
      result: expect.stringContaining('< -f tux >'),
      processing_time: expect.any(Number),
      metadata: { input_length: 6, output_length: drawCow('-f tux', { cow: 'dragon' }).text.length, cow: 'dragon' },
    });
  });

  it('answers clients of the first cowsay service', async () => {
    await using service = await ServiceProcess.listening();
    const answer = await post(`${service.url}/cowsay`, { text: 'Moo', voice: 'low' });
    expect(await answer.json()).toEqual({ cowsayOutput: expect.stringContaining('< Moo >') });
  });

  it('carries every cow of the package inside the one file', async () => {
    await using service = await ServiceProcess.listening();
    expect(await (await fetch(`${service.url}/cows`)).json()).toEqual({ cows: COW_NAMES });
    const answers = await Promise.all(
      COW_NAMES.map((cow) => post(`${service.url}/transform`, { text: 'Moo', options: { cow } })),
    );
    const drawings = await Promise.all(answers.map((answer) => answer.text()));
    expect(drawings.filter((drawing) => !drawing.includes('< Moo >'))).toEqual([]);
    expect(drawings.filter((drawing) => /\$(\{?(thoughts|eyes?|tongue)|the_cow)|EOC/.test(drawing))).toEqual([]);
    expect(service.stderr).toBe('');
  });

  it.each<[unknown, string]>([
    [{}, 'text field is required and must be a string'],
    [{ text: 7 }, 'text field is required and must be a string'],
    [{ text: '' }, 'text must not be empty'],
    [{ text: 'x'.repeat(10_001) }, 'text too long (max 10000 characters)'],
    [{ text: 'a', options: { cow: 'dragn' } }, 'unknown options.cow "dragn"; did you mean "dragon"?'],
    [{ text: 'a', options: { cow: '../../package' } }, 'unknown options.cow "../../package"; 191 names are known'],
    [{ text: 'a', options: { mode: 'deed' } }, 'unknown options.mode "deed"; did you mean "dead"?'],
    [{ text: 'a', options: { eye: '^^' } }, 'unknown field "options.eye"; did you mean "eyes"?'],
    [{ text: 'a', options: { eyes: '^' } }, 'options.eyes too short (min 2 characters)'],
    [{ text: 'a', options: { wrap: -1 } }, 'options.wrap must be at least 0'],
  ])('refuses %p with 400', async (body, error) => {
    await using service = await ServiceProcess.listening();
    const answer = await post(`${service.url}/transform`, body);
    expect([answer.status, await answer.json()]).toEqual([400, { error, code: 'invalid-body' }]);
  });

  it('refuses no JSON with 400 and a body over 1 MiB with 413', async () => {
    await using service = await ServiceProcess.listening();
    const none = await fetch(`${service.url}/transform`, { method: 'POST' });
    expect([none.status, await none.json()]).toEqual([400, { error: 'No JSON body provided', code: 'no-body' }]);
    expect((await post(`${service.url}/transform`, { text: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });

  it('serves requests one after the other on one connection', async () => {
    await using service = await ServiceProcess.listening();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<Socket>();
    for (const path of ['/health', '/cows', '/health/live']) {
      const sent = request(service.url + path, { agent }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      sockets.add(response.socket);
      await text(response);
    }
    agent.destroy();
    expect(sockets.size).toBe(1);
  });

  it('listens on an inherited socket and keeps its address over a restart', async () => {
    const socket = bindSocket();
    const address: { port?: number } = {};
    socket.getsockname(address);
    try {
      for (let start = 0; start < 2; start += 1) {
        await using service = new ServiceProcess({ MEDIACONDUIT_LISTEN_FD: '3' }, [
          'ignore',
          'ignore',
          'pipe',
          socket.fd,
          'ipc',
        ]);
        expect((await once(service.child, 'message'))[0]).toEqual({ type: 'listening', port: address.port });
        expect((await fetch(`http://127.0.0.1:${address.port}/health/ready`)).status).toBe(200);
      }
    } finally {
      socket.close();
    }
  });

  it('finishes a running request after SIGTERM, then exits with 0', async () => {
    await using service = await ServiceProcess.listening();
    const agent = new Agent({ keepAlive: true });
    const sent = await halfSent(service.url, agent);
    service.child.kill('SIGTERM');
    await refusesConnections(service.url);
    sent.end('"Moo"}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
    expect(await text(response)).toContain('< Moo >');
    expect(await service.exited).toBe(0);
    agent.destroy();
  });

  it('exits at once on a second signal', async () => {
    await using service = await ServiceProcess.listening();
    const agent = new Agent();
    const sent = await halfSent(service.url, agent);
    const broken = once(sent, 'error');
    service.child.kill('SIGTERM');
    await refusesConnections(service.url);
    service.child.kill('SIGINT');
    expect(await service.exited).toBe(130);
    await broken;
  });

  it('ends when the parent that opened the IPC channel is gone', async () => {
    await using service = await ServiceProcess.listening();
    service.child.disconnect();
    expect(await service.exited).toBe(0);
  });

  it('says in one line why it cannot start', async () => {
    await using service = new ServiceProcess({ PORT: 'eighty' });
    expect(await service.exited).toBe(1);
    expect(service.stderr).toBe('PORT must be a whole number from 0 to 65535, not "eighty"\n');
  });
});

/** Resolves when the service took notice of the signal: new connections are refused. */
async function refusesConnections(url: string): Promise<void> {
  for (;;) {
    const refused = await fetch(`${url}/health/live`).then(
      () => false,
      () => true,
    );
    if (refused) return;
  }
}

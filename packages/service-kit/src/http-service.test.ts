import { once } from 'node:events';
import { connect } from 'node:net';
import { deferred, readAll, RunningService } from './__fixtures__/running-service';
import { Reply } from './reply';
import type { Route } from './route';

const REQUEST = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

function slowRoute() {
  const [started, finish, aborted] = [deferred(), deferred<Reply | string>(), deferred()];
  const route: Route = {
    method: 'GET',
    path: '/slow',
    summary: 'Waits',
    handle(context) {
      context.signal.addEventListener('abort', () => aborted.resolve());
      started.resolve();
      return finish.promise;
    },
  };
  return { route, started: started.promise, finish: finish.resolve, aborted: aborted.promise };
}

describe('HttpService', () => {
  it('finishes a running request while it drains, says so to the client, and takes no new connection', async () => {
    const slow = slowRoute();
    await using running = await RunningService.start({ routes: [slow.route] });
    const socket = await running.connect();
    const answer = readAll(socket);
    socket.write(REQUEST('/slow'));
    await slow.started;
    const drained = running.service.drain();
    const refused = connect(running.port, '127.0.0.1');
    const [error] = await once(refused, 'error').catch((thrown: unknown) => [thrown]);
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    slow.finish('moo');
    expect(await answer).toMatch(/^HTTP\/1.1 200 OK[^]*Connection: close[^]*"moo"$/);
    expect(await drained).toBe(true);
  });

  it('closes unused connections at once when it drains', async () => {
    await using running = await RunningService.start();
    const socket = await running.connect();
    const closed = readAll(socket);
    expect(await running.service.drain()).toBe(true);
    expect(await closed).toBe('');
  });

  it('sends a large answer to its end although the drain begins while it is being flushed', async () => {
    const slow = slowRoute();
    const sizeBytes = 64 * 1024 * 1024;
    await using running = await RunningService.start({ routes: [slow.route] });
    const socket = await running.connect();
    socket.pause();
    socket.write(REQUEST('/slow'));
    await slow.started;
    slow.finish(new Reply(Buffer.alloc(sizeBytes, 'a'), 'text/plain'));
    await once(socket, 'readable');
    const drained = running.service.drain();
    const text = await readAll(socket);
    expect(text.length - text.indexOf('\r\n\r\n') - 4).toBe(sizeBytes);
    expect(await drained).toBe(true);
  });

  it('cuts what is left when the grace is over, and aborts its signal', async () => {
    const slow = slowRoute();
    await using running = await RunningService.start({ routes: [slow.route] });
    const socket = await running.connect();
    const answer = readAll(socket);
    socket.write(REQUEST('/slow'));
    await slow.started;
    expect(await running.service.drain(1)).toBe(false);
    expect(await answer).toBe('');
    await slow.aborted;
  });

  it('waits for the same end when it is drained twice', async () => {
    await using running = await RunningService.start();
    expect(await Promise.all([running.service.drain(), running.service.drain()])).toEqual([true, true]);
  });
});

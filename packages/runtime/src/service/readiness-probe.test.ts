import { createManualClock } from '@mediaconduit/testkit';
import { getEventListeners } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { deferred } from './__fixtures__/deferred';
import { testServer } from './__fixtures__/test-server';
import { pause, probeIntervalMs, probeReadiness } from './readiness-probe';

describe('probeReadiness', () => {
  it.each([
    [200, 'ok', { verdict: 'ready' }],
    [204, '', { verdict: 'ready' }],
    [200, '{"status":"healthy"}', { verdict: 'ready' }],
    [200, '{"status":7}', { verdict: 'ready' }],
    [200, '{not json', { verdict: 'ready' }],
    [200, '{"status":"loading"}', { verdict: 'wait', reason: 'the service reports "loading"' }],
    [503, 'warming up', { verdict: 'wait', reason: 'HTTP 503 warming up' }],
    [404, '', { verdict: 'wait', reason: 'HTTP 404' }],
    [503, '{"status":"unhealthy"}', { verdict: 'fail', reason: 'the service reports "unhealthy" (HTTP 503)' }],
    [200, '{"status":"SETUP_FAILED"}', { verdict: 'fail', reason: 'the service reports "SETUP_FAILED" (HTTP 200)' }],
  ])('reads %i %s', async (status, body, expected) => {
    await using server = await testServer((_request, response) =>
      response.writeHead(status).end(status === 204 ? undefined : body),
    );
    await expect(probeReadiness(server.baseUrl, '/health/ready')).resolves.toEqual(expected);
    expect(server.seen).toEqual(['GET /health/ready']);
  });

  it.each([
    [200, 'ok', 'ready'],
    [200, '{"status":"loading"}', 'wait'],
    [404, '{"status":"fail"}', 'ready'],
    [401, '', 'ready'],
    [502, '', 'wait'],
  ])('takes %i %s as %s where no path is known', async (status, body, verdict) => {
    await using server = await testServer((_request, response) => response.writeHead(status).end(body));
    await expect(probeReadiness(server.baseUrl, '')).resolves.toMatchObject({ verdict });
    expect(server.seen).toEqual(['GET /']);
  });

  it('reads no more than 64 KiB of a body', async () => {
    await using server = await testServer((_request, response) => {
      const flood = (): void => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', flood);
      };
      response.on('error', () => undefined);
      flood();
    });
    await expect(probeReadiness(server.baseUrl, '/')).resolves.toEqual({ verdict: 'ready' });
    await server.cut;
  });

  it('waits when nobody listens', async () => {
    await using server = await testServer(() => undefined);
    const { baseUrl } = server;
    await server[Symbol.asyncDispose]();
    await expect(probeReadiness(baseUrl, '/')).resolves.toMatchObject({
      verdict: 'wait',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('waits when what listens speaks no HTTP, as a proxy in front of a program that is not there yet', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(probeReadiness(`http://127.0.0.1:${port}`, '/')).resolves.toMatchObject({ verdict: 'wait' });
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['never answers', false],
    ['never ends its answer', true],
  ])('gives up a service that %s when the signal says so', async (_what, begin) => {
    const asked = deferred();
    await using server = await testServer((_request, response) => {
      if (begin) response.write('{');
      asked.resolve();
    });
    const impatient = new AbortController();
    const probe = probeReadiness(server.baseUrl, '/', impatient.signal);
    await asked.promise;
    impatient.abort();
    await expect(probe).resolves.toMatchObject({ verdict: expect.any(String) });
    await server.cut;
    expect(getEventListeners(impatient.signal, 'abort')).toHaveLength(0);
  });

  it('gives up by itself a service that drips its answer for ever', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    try {
      const asked = deferred();
      await using server = await testServer((_request, response) => {
        response.write('{');
        asked.resolve();
      });
      const probe = probeReadiness(server.baseUrl, '/');
      await asked.promise;
      jest.advanceTimersByTime(3000);
      await probe;
      await server.cut;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('probeIntervalMs', () => {
  it.each([
    [0, 2],
    [199, 2],
    [200, 10],
    [999, 10],
    [1000, 50],
    [9999, 50],
    [10_000, 250],
    [1_000_000, 250],
  ])('is, %i ms after the start, %i ms', (elapsed, interval) => {
    expect(probeIntervalMs(elapsed)).toBe(interval);
  });
});

describe('pause', () => {
  it('ends after its time, and listens no longer', async () => {
    const clock = createManualClock();
    const { signal } = new AbortController();
    const paused = pause(clock, 10, signal);
    await clock.advance(10);
    await paused;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends at once with the reason of the signal, and leaves no timer', async () => {
    const clock = createManualClock();
    const impatient = new AbortController();
    const paused = pause(clock, 10, impatient.signal);
    impatient.abort(new Error('enough'));
    await expect(paused).rejects.toThrow('enough');
    await expect(pause(clock, 10, impatient.signal)).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});

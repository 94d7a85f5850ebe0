import { eventually } from '@mediaconduit/testkit';
import type { RequestListener, ServerResponse } from 'node:http';
import { Bulkhead } from '../resilience/bulkhead';
import type { BulkheadSettings } from '../resilience/bulkhead-settings';
import { controllerWorld } from './__fixtures__/controller-world';
import { ServiceCalls } from './service-calls';

const POST = { method: 'POST', path: '/' } as const;

/** A service that answers when the test says so, and takes so many calls at once. */
async function limitedWorld(settings: Partial<BulkheadSettings>) {
  const bulkhead = new Bulkhead({ name: 'test-service', ...settings });
  const answers: ServerResponse[] = [];
  const hold: RequestListener = (_request, response) => answers.push(response);
  let listener: RequestListener = (_request, response) => response.end('moo');
  const world = controllerWorld({
    serve: () => (request, response) => listener(request, response),
    parts: { gateOf: () => bulkhead },
  });
  const calls = new ServiceCalls(world.controller);
  await calls.request(POST);
  listener = hold;
  return {
    ...{ world, calls, bulkhead, answers },
    answer: (next: RequestListener) => (listener = next),
    arrived: (count: number) => eventually(async () => expect(answers).toHaveLength(count)),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => String(Object(error).code),
  );

describe('ServiceCalls to a service that takes only so many calls at once', () => {
  it('keeps the others waiting, and turns away at once what has no place to wait', async () => {
    await using here = await limitedWorld({ concurrent: 2, waiting: 1 });
    const three = [1, 2, 3].map(() => here.calls.request(POST));
    await here.arrived(2);
    const busy = { code: 'MC_SERVICE_BUSY', facts: { concurrent: 2, waiting: 1 } };
    await expect(here.calls.request(POST)).rejects.toMatchObject(busy);
    await expect(here.calls.stream({ path: '/' })).rejects.toMatchObject(busy);
    expect(here.bulkhead.getMetrics()).toEqual({ running: 2, waiting: 1, rejected: 2 });
    here.answers[0]?.end('moo');
    await here.arrived(3);
    for (const response of here.answers) response.end('moo');
    expect((await Promise.all(three)).map((reply) => reply.text())).toEqual(['moo', 'moo', 'moo']);
    expect(here.bulkhead.getMetrics()).toMatchObject({ running: 0, waiting: 0 });
    expect(here.world.controller.breaker.getMetrics()).toMatchObject({ failed: 0, ignored: 0, successful: 4 });
  });

  it('gives the place of a stream back at its end, and of one that nobody reads', async () => {
    await using here = await limitedWorld({ concurrent: 1, waiting: 0 });
    here.answer((_request, response) => response.write('m', () => here.answers.push(response)));
    const whole = await here.calls.stream(POST);
    expect(await code(here.calls.request(POST))).toBe('MC_SERVICE_BUSY');
    here.answers[0]?.end('oo');
    await whole.body.toArray();
    const unwanted = await here.calls.stream(POST);
    expect(here.bulkhead.getMetrics().running).toBe(1);
    unwanted.body.destroy();
    await eventually(async () => expect(here.bulkhead.getMetrics().running).toBe(0));
  });

  it('gives the place of a call back that fails, and of one that was cancelled', async () => {
    await using here = await limitedWorld({ concurrent: 1, waiting: 0 });
    const caller = new AbortController();
    const cancelled = code(here.calls.request({ ...POST, signal: caller.signal }));
    await here.arrived(1);
    caller.abort();
    expect(await cancelled).toBe('MC_CALL_ABORTED');
    here.answer((_request, response) => response.writeHead(500).end());
    expect(await code(here.calls.request(POST))).toBe('MC_SERVICE_ERROR');
    expect(await code(here.calls.request({ ...POST, path: 'no path' }))).toBe('MC_INPUT_INVALID');
    expect(here.bulkhead.getMetrics().running).toBe(0);
  });

  it('ends the wait with the caller and at the deadline, without sending anything', async () => {
    await using here = await limitedWorld({ concurrent: 1 });
    const first = here.calls.request(POST);
    await here.arrived(1);
    const caller = new AbortController();
    const cancelled = code(here.calls.request({ ...POST, signal: caller.signal }));
    const late = code(here.calls.request({ ...POST, timeoutMs: 1000 }));
    await eventually(async () => expect(here.bulkhead.getMetrics().waiting).toBe(2));
    caller.abort();
    expect(await cancelled).toBe('MC_CALL_ABORTED');
    await here.world.clock.advance(1000);
    expect(await late).toBe('MC_CALL_TIMEOUT');
    expect(here.bulkhead.getMetrics()).toMatchObject({ running: 1, waiting: 0 });
    here.answers[0]?.end('moo');
    await first;
    expect(here.answers).toHaveLength(1);
  });

  it('calls the run that is there when the wait is over', async () => {
    await using here = await limitedWorld({ concurrent: 1 });
    const lost = code(here.calls.request(POST));
    await here.arrived(1);
    const waiting = here.calls.request(POST);
    await eventually(async () => expect(here.bulkhead.getMetrics().waiting).toBe(1));
    here.answer((_request, response) => response.end('moo'));
    here.world.engine.crash('test-service');
    expect(await lost).toBe('MC_SERVICE_GONE');
    expect((await waiting).text()).toBe('moo');
    expect(here.world.controller.generation).toBe(2);
  });

  it('lets nobody queue for a service whose circuit is open', async () => {
    await using here = await limitedWorld({ concurrent: 1 });
    const first = here.calls.request(POST);
    await here.arrived(1);
    here.world.controller.breaker.open();
    expect(await code(here.calls.request(POST))).toBe('MC_CIRCUIT_OPEN');
    expect(here.bulkhead.getMetrics()).toEqual({ running: 1, waiting: 0, rejected: 0 });
    here.answers[0]?.end('moo');
    await first;
  });

  it('keeps the place of a long call that proves the service meanwhile', async () => {
    await using here = await limitedWorld({ concurrent: 1 });
    const { breaker } = here.world.controller;
    for (let failure = 0; failure < 5; failure++)
      breaker.acquire().fail(Object.assign(new Error('lost'), { code: 'ECONNREFUSED' }));
    await here.world.clock.advance(10_000);
    const long = here.calls.request(POST);
    await here.arrived(1);
    const proved = breaker.getMetrics().successful;
    await here.world.clock.advance(5000);
    expect(breaker.getMetrics().successful).toBe(proved + 1);
    expect(here.bulkhead.getMetrics().running).toBe(1);
    here.answers[0]?.end('moo');
    await long;
    expect(here.bulkhead.getMetrics().running).toBe(0);
  });
});

import { createManualClock } from '@mediaconduit/testkit';
import type { ClaraService } from './clara-service';
import { DEFAULT_CONFIG, timingOf } from './manager-config';
import { ObjectUnit } from './object-unit';
import { ServiceRecord } from './service-record';

const never = (): Promise<never> => new Promise(() => undefined);
const { signal } = new AbortController();

function unitWorld(service: ClaraService) {
  const clock = createManualClock();
  const record = new ServiceRecord('a', service, { platform: 'linux' });
  const timing = timingOf({ type: 'service', startupTimeout: 1000, shutdownTimeout: 500 }, DEFAULT_CONFIG);
  const unit = new ObjectUnit({ record, open: () => service, clock, timing });
  const start = (aborted = signal): Promise<void> =>
    unit.start({ signal: aborted, onCreated: () => undefined, onProgress: () => undefined });
  return { clock, record, unit, start };
}

describe('ObjectUnit', () => {
  it('calls the functions as methods of their object', async () => {
    class Service {
      readonly calls: string[] = [];
      start(): void {
        this.calls.push('start');
      }
      stop(): void {
        this.calls.push('stop');
      }
      healthCheck(): boolean {
        return this.calls.includes('start');
      }
    }
    const service = new Service();
    const { start, unit, clock } = unitWorld(service);
    await start();
    await expect(unit.check(signal)).resolves.toEqual({ verdict: 'healthy' });
    await unit.stop({ graceMs: 10 });
    await unit.stop({ graceMs: 10 });
    expect(service.calls).toEqual(['start', 'stop']);
    expect(clock.pending).toBe(0);
  });

  it('gives what the start returned to the stop, and stops and checks it where nothing else does', async () => {
    const calls: unknown[] = [];
    const instance = { stop: () => calls.push('stopped'), healthCheck: () => calls.push('checked') > 0 };
    const own = unitWorld({ customStart: ({ name }) => ({ ...instance, name }) });
    await own.start();
    expect(own.record.instance).toMatchObject({ name: 'a' });
    await own.unit.stop({ graceMs: 10 });
    expect([calls, own.record.instance]).toEqual([['checked', 'stopped'], null]);

    const custom = unitWorld({ start: () => 7, customStop: (service) => calls.push(service.instance) });
    await custom.start();
    await custom.unit.stop({ graceMs: 10 });
    expect(calls.at(-1)).toBe(7);
  });

  it('waits until it is well', async () => {
    let looks = 0;
    const { start, clock, record } = unitWorld({ start: () => undefined, healthCheck: () => ++looks > 3 });
    const started = start();
    await clock.advance(500);
    await expect(started).resolves.toBeUndefined();
    expect([looks, record.lastHealthCheck]).toEqual([4, expect.any(Number)]);
  });

  it.each<[string, ClaraService['healthCheck'], string]>([
    ['says no', () => false, 'its health check says no'],
    ['says why', () => ({ healthy: false, message: 'loading' }), 'loading'],
    ['throws', () => Promise.reject(new Error('refused')), 'refused'],
  ])('stops what does not get well in time, when its check %s', async (_how, healthCheck, reason) => {
    const stop = jest.fn();
    const { start, clock } = unitWorld({ start: () => undefined, stop, healthCheck });
    const started = start();
    const outcome = expect(started).rejects.toMatchObject({
      ...{ code: 'MC_SERVICE_START_TIMEOUT', message: expect.stringContaining(reason) },
    });
    await clock.advance(1000);
    await outcome;
    expect(stop).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it('does not wait for ever for functions that hang', async () => {
    const begin = unitWorld({ start: never });
    const begun = expect(begin.start()).rejects.toMatchObject({ code: 'MC_SERVICE_START_TIMEOUT' });
    await begin.clock.advance(1000);
    await begun;

    const check = unitWorld({ start: () => undefined, healthCheck: jest.fn(never).mockReturnValueOnce(true as never) });
    await check.start();
    const health = check.unit.check(signal);
    await check.clock.advance(3000);
    await expect(health).resolves.toMatchObject({ verdict: 'unhealthy' });

    const stop = unitWorld({ start: () => undefined, stop: never });
    await stop.start();
    const stopped = expect(stop.unit.stop({ graceMs: 500 })).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    await stop.clock.advance(500);
    await stopped;
  });

  it('stops what got ready after its start was given up', async () => {
    let ready = (): void => undefined;
    const stop = jest.fn();
    const { start, clock, record } = unitWorld({
      start: () => new Promise<void>((resolve) => (ready = resolve)),
      stop,
    });
    const abort = new AbortController();
    const started = start(abort.signal);
    started.catch(() => undefined);
    abort.abort();
    await expect(started).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(stop).not.toHaveBeenCalled();
    ready();
    await clock.advance(0);
    expect(stop).toHaveBeenCalledTimes(1);
    expect([record.instance, clock.pending]).toEqual([null, 0]);
  });

  it('does not stop what could not start', async () => {
    const stop = jest.fn();
    const { start } = unitWorld({ start: () => Promise.reject(new Error('port taken')), stop });
    await expect(start()).rejects.toMatchObject({
      ...{ code: 'MC_SERVICE_START_FAILED', message: 'port taken', facts: { name: 'a' } },
    });
    expect(stop).not.toHaveBeenCalled();
  });
});

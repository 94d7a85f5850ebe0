import type { EngineEvent } from '@mediaconduit/sdk';
import { serviceDefinition } from '@mediaconduit/testkit';
import { createRemoteEngine } from './remote-engine';

const { signal } = new AbortController();
const at = (url?: string) => serviceDefinition({ engines: ['remote'], url });

describe('createRemoteEngine', () => {
  it('can always be used', async () => {
    await expect(createRemoteEngine().availability()).resolves.toEqual({ available: true, version: 'http' });
  });

  it('refuses a definition without a URL', () => {
    const engine = createRemoteEngine();
    expect(engine.refusal(at())?.reason).toContain('test-service');
    expect(engine.refusal(at('http://127.0.0.1:1'))).toBeUndefined();
  });

  it('answers the address of the URL, the same id every time', async () => {
    const engine = createRemoteEngine();
    const first = await engine.ensure(at('http://127.0.0.1:8080/'), { signal });
    const second = await engine.ensure(at('http://127.0.0.1:8080'), { signal });
    expect(first).toMatchObject({
      ...{ engine: 'remote', serviceId: 'test-service', baseUrl: 'http://127.0.0.1:8080', adopted: false },
      address: { host: '127.0.0.1', port: 8080 },
    });
    expect(second).toEqual({ ...first, adopted: true });
  });

  it('tells services at one URL apart', async () => {
    const engine = createRemoteEngine();
    const first = await engine.ensure(at('http://127.0.0.1:8080'), { signal });
    const second = await engine.ensure({ ...at('http://127.0.0.1:8080'), id: 'other-service' }, { signal });
    expect(second.id).not.toBe(first.id);
  });

  it('inspects and lists what is used, until it is released', async () => {
    const engine = createRemoteEngine();
    const { address, id } = await engine.ensure(at('https://example.org/cow'), { signal });
    const inspection = {
      ...{ id, serviceId: 'test-service', engine: 'remote', state: 'running', address },
      label: 'https://example.org/cow',
    };
    await expect(engine.inspect(id)).resolves.toEqual(inspection);
    await expect(engine.list()).resolves.toEqual([inspection]);
    await engine.release(id);
    await engine.release(id);
    await expect(engine.inspect(id)).resolves.toBeUndefined();
    await expect(engine.list()).resolves.toEqual([]);
  });

  it('has no output to show', async () => {
    const engine = createRemoteEngine();
    const { id } = await engine.ensure(at('http://127.0.0.1:1'), { signal });
    await expect(engine.logs(id)).resolves.toEqual([]);
  });

  it('tells of the first use and of the last, until unsubscribed', async () => {
    const engine = createRemoteEngine();
    const events: EngineEvent[] = [];
    const unsubscribe = engine.subscribe((event) => events.push(event));
    const { id } = await engine.ensure(at('http://127.0.0.1:1'), { signal });
    await engine.ensure(at('http://127.0.0.1:1'), { signal });
    await engine.stop(id);
    unsubscribe();
    await engine.ensure(at('http://127.0.0.1:1'), { signal });
    expect(events.map(({ type }) => type)).toEqual(['started', 'exited']);
  });

  it('rejects when the signal is aborted', async () => {
    const ensure = createRemoteEngine().ensure(at('http://127.0.0.1:1'), { signal: AbortSignal.abort() });
    await expect(ensure).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', hint: expect.any(String) });
  });

  it('takes nothing more after it was closed', async () => {
    const engine = createRemoteEngine();
    await engine.ensure(at('http://127.0.0.1:1'), { signal });
    await engine.close();
    await expect(engine.list()).resolves.toEqual([]);
    await expect(engine.ensure(at('http://127.0.0.1:1'), { signal })).rejects.toMatchObject({
      code: 'MC_RUNTIME_CLOSED',
    });
  });
});

import type { AddressChange } from '@mediaconduit/sdk';
import { text } from 'node:stream/consumers';
import { createFakeServiceHandle } from './fake-service-handle';

describe('createFakeServiceHandle', () => {
  it('answers from its script and records what it was asked', async () => {
    const handle = createFakeServiceHandle({ replies: { 'POST /transform': { json: { result: 'moo' } } } });
    const reply = await handle.request({ path: '/transform?x=1', json: { text: 'hi' } });
    expect(reply.json()).toEqual({ result: 'moo' });
    expect(reply.text()).toBe('{"result":"moo"}');
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(handle.requests).toEqual([{ path: '/transform?x=1', json: { text: 'hi' } }]);
  });

  it('answers a list one by one, the last for ever', async () => {
    const handle = createFakeServiceHandle({ replies: { 'GET /': [{ text: 'a' }, new Error('gone'), { text: 'b' }] } });
    const ask = async () => (await handle.request({ path: '/' })).text();
    await expect(ask()).resolves.toBe('a');
    await expect(ask()).rejects.toThrow('gone');
    await expect(ask()).resolves.toBe('b');
    await expect(ask()).resolves.toBe('b');
  });

  it('asks the function first', async () => {
    const handle = createFakeServiceHandle({
      replies: { 'GET /a': { text: 'script' }, 'GET /b': { text: 'script' } },
      respond: ({ path }) => (path === '/a' ? { bytes: Buffer.from('function') } : undefined),
    });
    expect((await handle.request({ path: '/a' })).text()).toBe('function');
    expect((await handle.request({ path: '/b' })).text()).toBe('script');
  });

  it.each([
    [400, 'MC_SERVICE_REJECTED'],
    [413, 'MC_INPUT_TOO_LARGE'],
    [500, 'MC_SERVICE_ERROR'],
    [503, 'MC_SERVICE_BUSY'],
  ])('throws for %i what a real handle throws, unless errors are accepted', async (status, code) => {
    const handle = createFakeServiceHandle({ replies: { 'GET /': { status, json: { error: 'no' } } } });
    await expect(handle.request({ path: '/' })).rejects.toMatchObject({
      code,
      facts: { status, said: 'no' },
    });
    expect((await handle.request({ path: '/', acceptErrors: true })).status).toBe(status);
  });

  it('names what it can answer when it is asked something else', async () => {
    const handle = createFakeServiceHandle({ replies: { 'GET /a': {} } });
    await expect(handle.request({ method: 'DELETE', path: '/a' })).rejects.toMatchObject({
      code: 'MC_SERVICE_REJECTED',
      facts: { status: 404, said: 'no reply for DELETE /a; known: GET /a' },
    });
  });

  it('throws for a body that is not JSON', async () => {
    const handle = createFakeServiceHandle({ replies: { 'GET /': { text: 'moo' } } });
    const reply = await handle.request({ path: '/' });
    expect(() => reply.json()).toThrow(expect.objectContaining({ code: 'MC_SERVICE_REPLY_INVALID' }));
  });

  it.each([
    ['is cancelled', undefined, 'MC_CALL_ABORTED'],
    ['is over its deadline', new DOMException('late', 'TimeoutError'), 'MC_CALL_TIMEOUT'],
  ])('does not answer a call that %s', async (_what, reason, code) => {
    const handle = createFakeServiceHandle({ replies: { 'GET /': {} } });
    const call = handle.request({ path: '/', signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toMatchObject({ code });
  });

  it('streams a reply', async () => {
    const handle = createFakeServiceHandle({ replies: { 'GET /': { text: 'moo' }, 'GET /empty': {} } });
    expect(await text((await handle.stream({ path: '/' })).body)).toBe('moo');
    expect(await text((await handle.stream({ path: '/empty' })).body)).toBe('');
  });

  it('has an address only after it was used', async () => {
    const handle = createFakeServiceHandle({ baseUrl: 'http://127.0.0.1:1' });
    expect(handle.generation).toBe(0);
    expect(() => handle.baseUrl).toThrow(expect.objectContaining({ code: 'MC_SERVICE_NOT_STARTED' }));
    const lease = await handle.lease();
    expect([lease.baseUrl, handle.baseUrl, handle.generation]).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:1', 1]);
  });

  it('counts leases', async () => {
    const handle = createFakeServiceHandle();
    const [one, two] = await Promise.all([handle.lease(), handle.lease()]);
    expect(handle.openLeases).toBe(2);
    one.release();
    one.release();
    expect(handle.openLeases).toBe(1);
    await two[Symbol.asyncDispose]();
    expect(handle.openLeases).toBe(0);
  });

  it('tells a new address until the listener leaves', () => {
    const handle = createFakeServiceHandle();
    const changes: AddressChange[] = [];
    const leave = handle.onAddress((change) => changes.push(change));
    handle.moveTo('http://127.0.0.1:1');
    handle.moveTo('http://127.0.0.1:2');
    leave();
    handle.moveTo('http://127.0.0.1:3');
    expect(changes).toEqual([
      { baseUrl: 'http://127.0.0.1:1', generation: 1 },
      { baseUrl: 'http://127.0.0.1:2', generation: 2 },
    ]);
  });

  it('offers the object of the original core', async () => {
    const handle = createFakeServiceHandle({ replies: { 'POST /cow': { json: { says: 'moo' } } } });
    await expect(handle.detectRunningPorts()).resolves.toEqual([]);
    await expect(handle.getServiceStatus()).resolves.toMatchObject({
      running: false,
      state: 'stopped',
      health: 'none',
    });
    expect(handle.getServiceInfo().ports).not.toContain(0);
    await expect(handle.getDockerComposeService().startService()).resolves.toBe(true);
    await expect(handle.isServiceHealthy()).resolves.toBe(true);
    await expect(handle.detectRunningPorts()).resolves.toEqual([49_152]);
    await expect(handle.post('/cow', {})).resolves.toMatchObject({ data: { says: 'moo' }, status: 200 });
    await expect(handle.restartService()).resolves.toBe(true);
    expect(handle.generation).toBe(2);
    await expect(handle.cleanup()).resolves.toBe(true);
    await expect(handle.isServiceRunning()).resolves.toBe(false);
    expect(handle.legacyCalls).toEqual(['startService', 'restartService', 'cleanup']);
  });
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventually } from '@mediaconduit/testkit';
import { FOREIGN_PROVIDER } from '../__fixtures__/foreign-provider-code';
import { PROVIDER_CODE, providerManifest, SERVICE_MANIFEST } from '../__fixtures__/test-project';
import { isolatedWorld, type IsolatedWorld, type IsolatedWorldOptions } from './__fixtures__/isolated-world';

const AT = 'node_modules/cow-service';
const FILES = {
  'package.json': JSON.stringify({ dependencies: { 'odd-provider': '1.0.0', 'cow-service': '1.0.0' } }),
  [`${AT}/package.json`]: '{"name":"cow-service","version":"1.0.0"}',
  [`${AT}/MediaConduit.service.yml`]: SERVICE_MANIFEST,
};

function servedWorld(options: IsolatedWorldOptions = {}): Promise<IsolatedWorld> {
  const manifest = providerManifest('odd', 'service: cow-service\n');
  return isolatedWorld({ manifest, code: PROVIDER_CODE, files: FILES, ...options });
}

const say = async (world: IsolatedWorld, text: string): Promise<unknown> =>
  (await world.model('odd-default')).transform(text);

describe('the service of a provider in a process of its own', () => {
  it('is started here with the first request, and called from there', async () => {
    await using world = await servedWorld();
    await world.provider();
    expect(world.engine.calls).toEqual([]);
    await expect(say(world, 'moo')).resolves.toBe('{"text":"moo"}');
    await expect(say(world, 'again')).resolves.toBe('{"text":"again"}');
    expect(world.engine.calls).toEqual(['ensure cow-service']);
  });

  it('is found again after it was stopped, and after it crashed', async () => {
    await using world = await servedWorld();
    await say(world, 'moo');
    await world.runtime.services.stop('cow-service');
    await expect(say(world, 'again')).resolves.toBe('{"text":"again"}');
    world.engine.crash('cow-service');
    await expect(say(world, 'once more')).resolves.toBe('{"text":"once more"}');
  });

  it('is free when the process that leased it is gone', async () => {
    await using world = await servedWorld();
    await say(world, 'moo');
    await (await world.provider()).dispose();
    await expect(world.runtime.services.stop('cow-service')).resolves.toBe(1);
  });

  it('is free again when a call lost the connection to it and no other followed', async () => {
    let isBroken = true;
    const serve = () => (request: IncomingMessage, response: ServerResponse) => {
      if (isBroken && request.method === 'POST') request.socket.destroy();
      else request.pipe(response);
    };
    const files = { ...FILES, [`${AT}/MediaConduit.service.yml`]: `${SERVICE_MANIFEST}idleStopMs: 100\n` };
    await using world = await servedWorld({ engine: { serve }, files });
    await expect(say(world, 'moo')).rejects.toMatchObject({ code: expect.stringMatching(/^MC_SERVICE/) });
    isBroken = false;
    const service = await world.runtime.services.getService('cow-service');
    const states: string[] = [];
    world.runtime.events.on('service-state-changed', ({ currentState }) => states.push(currentState));
    await service.startService();
    await eventually(async () => expect(states.at(-1)).toBe('absent'));
  });

  it('is called no more often at once than the runtime allows, whichever process calls', async () => {
    let [underWay, most] = [0, 0];
    const serve = () => (request: IncomingMessage, response: ServerResponse) => {
      most = Math.max(most, ++underWay);
      response.once('close', () => underWay--);
      setTimeout(() => request.pipe(response), 20);
    };
    await using world = await servedWorld({ engine: { serve } });
    const bulkhead = world.runtime.bulkheads.getBulkhead('cow-service', { concurrent: 1 });
    const service = await world.runtime.services.getService('cow-service');
    const calls = [say(world, 'a'), service.request({ method: 'POST', path: '/', json: 'b' }), say(world, 'c')];
    await Promise.all(calls);
    expect(most).toBe(1);
    await eventually(async () => expect(bulkhead.getMetrics()).toEqual({ running: 0, waiting: 0, rejected: 0 }));
  });

  it('is called within a limit that comes while it is called', async () => {
    const held: ServerResponse[] = [];
    const serve = () => (request: IncomingMessage, response: ServerResponse) => {
      if (request.method === 'POST') held.push(response);
      else response.end();
    };
    await using world = await servedWorld({ engine: { serve } });
    const first = say(world, 'a');
    await eventually(async () => expect(held).toHaveLength(1));
    const bulkhead = world.runtime.bulkheads.getBulkhead('cow-service');
    bulkhead.configure({ concurrent: 1 });
    const others = ['b', 'c'].map((text) => say(world, text));
    await eventually(async () => expect(bulkhead.getMetrics()).toMatchObject({ running: 1, waiting: 1 }));
    bulkhead.configure({});
    await eventually(async () => expect(held).toHaveLength(3));
    for (const response of held) response.end('"moo"');
    await Promise.all([first, ...others]);
  });

  it('has a place for other calls again when the process is gone that made one', async () => {
    let arrived = 0;
    const serve = () => (_request: IncomingMessage, response: ServerResponse) => {
      if (++arrived > 1) response.end('"moo"');
    };
    await using world = await servedWorld({ engine: { serve } });
    world.runtime.bulkheads.getBulkhead('cow-service', { concurrent: 1 });
    const service = await world.runtime.services.getService('cow-service');
    const lost = say(world, 'a').catch(() => undefined);
    await eventually(async () => expect(arrived).toBe(1));
    const waits = service.request({ method: 'POST', path: '/', json: 'b' });
    await (await world.provider()).dispose();
    await lost;
    expect((await waits).json()).toBe('moo');
  });

  it('fails to start with its own error', async () => {
    await using world = await servedWorld({ engine: { fail: () => new Error('no Docker') } });
    await expect(say(world, 'moo')).rejects.toMatchObject({
      code: 'MC_ENGINE_FAILED',
      message: expect.stringContaining('no Docker'),
    });
  });

  it('is not opened when only the provider names it', async () => {
    const code = PROVIDER_CODE.replace(
      'async configure(config) {',
      `async configure(config) { await globalThis[Symbol.for('mediaconduit.runtime')].openService(config.open ?? config.serviceUrl);`,
    );
    await using world = await servedWorld({ code });
    const provider = await world.provider();
    await expect(provider.configure({ open: 'cow-service' })).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await expect(provider.configure({ serviceUrl: 'cow-service' })).resolves.toBeUndefined();
  });

  it('has its port known to a provider of the original core, which is told its address', async () => {
    const manifest =
      'id: odd\nname: Cow\ntype: local\ncapabilities: [TEXT_TO_TEXT]\nserviceUrl: cow-service\nexportName: CowDockerProvider\n';
    const serve = () => (request: IncomingMessage, response: ServerResponse) =>
      void (request.method === 'GET' ? response.end('{"status":"healthy"}') : request.pipe(response));
    await using world = await servedWorld({ manifest, code: FOREIGN_PROVIDER, engine: { serve } });
    const provider = await world.provider();
    const model = await world.model('cow-default');
    await expect(model.transform('moo')).resolves.toEqual({ content: '{"text":"moo"}' });
    expect(await model.isAvailable()).toBe(true);
    expect((await provider.getServiceStatus?.())?.state).toBe('running');
    await provider.stopService?.();
    await eventually(async () => expect((await provider.getServiceStatus?.())?.running).toBe(false));
    await expect(provider.startService?.()).resolves.toBe(true);
    expect(world.warnings).toEqual([]);
  });
});

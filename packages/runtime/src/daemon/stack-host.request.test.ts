import { eventually } from '@mediaconduit/testkit';
import { service, stackWorld, type StackWorld } from './__fixtures__/stack-world';

const FAILING = ', restart: { maxRestarts: 0 }, environment: { WORD: other }';

const stack = (base: string): string =>
  `name: farm\nfeatures: { gpu: { services: [cow], default: false } }\nservices:\n${base}${service('cow')}`;

describe('StackHost asked by several', () => {
  let world: StackWorld;
  beforeEach(async () => {
    world = await stackWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const up = (text: string, features = {}) => world.up('', { text, features });

  it('goes by the request that was good, not by one before it that failed', async () => {
    await up(stack(service('base')));
    const broken = service('base', FAILING).replace('server.js', 'missing.js');
    const first = expect(up(stack(broken), { gpu: false })).rejects.toMatchObject({
      code: expect.stringMatching(/^MC_/),
    });
    const second = up(stack(service('base')), { gpu: true });
    expect((await world.status()).features).toEqual({});
    await Promise.all([first, second]);
    expect((await world.status()).features).toEqual({ gpu: true });
    await world.host.changeConfig({ base: { environment: { WORD: 'changed' } } });
    expect(await world.statusOf('cow')).toMatchObject({ state: 'ready', generation: 1 });
  });

  it('is unused only when nobody is at work any more whose request may be good', async () => {
    const [wrong, right] = [up(stack(service('base')), { gpo: true }), up(stack(service('base')))];
    expect(world.host.isUnused).toBe(false);
    await expect(wrong).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    expect(world.host.isUnused).toBe(false);
    await right;
    expect(world.host.isUnused).toBe(false);
  });

  it('is unused when all requests were wrong', async () => {
    await expect(up(stack(service('base')), { gpo: true })).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    expect(world.host.isUnused).toBe(true);
  });

  it.each([true, false])(
    'refuses services that the stack has not, before it changes anything (wait: %s)',
    async (wait) => {
      const wrong = { services: ['cow', 'pig'], wait };
      const refused = { code: 'MC_SERVICE_NOT_FOUND', hint: expect.stringContaining('base') };
      await expect(world.up(service('base') + service('cow'), wrong)).rejects.toMatchObject(refused);
      expect([world.host.isUnused, await world.status()]).toMatchObject([true, { services: [] }]);
      await world.up(service('base'));
      await expect(world.up(service('base') + service('hen'), wrong)).rejects.toMatchObject(refused);
      expect((await world.status()).services).toMatchObject([{ name: 'base', state: 'ready', generation: 1 }]);
    },
  );

  it('tells that it is unused, also when the client has left whose request was wrong', async () => {
    const unused = jest.fn();
    world.host.onUnused(unused);
    await world.folder.write('mediaconduit.yml', 'services: { cow: { use: ./missing } }');
    const request = { file: world.host.file, features: {}, services: [], environment: {}, wait: true };
    const lines = world.host.up(request);
    await lines.next();
    await lines.return();
    await eventually(async () => expect([unused.mock.calls.length, world.host.isUnused]).toEqual([1, true]));
    await up(stack(service('base')));
    expect(unused).toHaveBeenCalledTimes(1);
  });

  it('gives services the variables of the newest request, and restarts those that it concerns', async () => {
    const services = service('cow').replace('port: fd', 'port: fd, inherit: [WORD]') + service('hen');
    const environment = (WORD: string, more = {}) => ({ PATH: process.env['PATH'] ?? '', WORD, ...more });
    const generations = async () => (await world.status()).services.map(({ generation }) => generation);
    const words = async () => Promise.all((await world.status()).services.map(({ baseUrl }) => world.textAt(baseUrl)));
    await world.up(services, { environment: environment('first') });
    expect(await words()).toEqual(['first', 'muh']);
    await world.up(services, { environment: environment('second') });
    expect([await words(), await generations()]).toEqual([
      ['second', 'muh'],
      [2, 1],
    ]);
    await world.up(services, { environment: environment('second', { LC_TEST: 'C' }) });
    expect(await generations()).toEqual([2, 1]);
    const broken = services.replaceAll('server.js', 'missing.js').replace('{ path', '{ timeoutMs: 1000, path');
    await expect(world.up(broken, { environment: environment('third') })).rejects.toBeDefined();
    expect(await words()).toEqual(['second', 'muh']);
    await world.up(services, { environment: { PATH: process.env['PATH'] ?? '' } });
    expect(await words()).toEqual(['muh', 'muh']);
  });
});

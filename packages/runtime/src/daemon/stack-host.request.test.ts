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
});

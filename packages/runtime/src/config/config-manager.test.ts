import { isMediaConduitError } from '@mediaconduit/sdk';
import fc from 'fast-check';
import type { ConfigPatch } from './apply-patch';
import type { ConfigManager } from './config-manager';
import { createConfigWorld, type ConfigWorld } from './__fixtures__/config-world';

const stack = (images: Record<string, string>) =>
  `services: ${JSON.stringify(Object.fromEntries(Object.entries(images).map(([name, image]) => [name, { image }])))}\n`;

const A = stack({ a: 'a:1', b: 'b:1' });
const A2 = stack({ a: 'a:2', b: 'b:1' });
const BROKEN = stack({ a: 'a:3', b: 'broken:1' });
const INVALID = 'services: { a: { imagge: x } }';

let world: ConfigWorld;

beforeEach(async () => {
  world = await createConfigWorld();
});

afterEach(() => world[Symbol.asyncDispose]());

describe('open', () => {
  it('applies the file, and after a restart what was in force', async () => {
    await world.write(A);
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 1, source: 'file' });
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 1, text: A });
    expect(world.images()).toEqual({ a: 'a:1', b: 'b:1' });
    expect([...world.running.values()]).toEqual([1, 1]);
  });

  it('takes what was edited meanwhile', async () => {
    await world.write(A);
    await world.manager().open();
    await world.write(A2);
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 2, text: A2 });
  });

  it.each([
    ['invalid', INVALID],
    ['failing', BROKEN],
    ['empty', ''],
  ])('goes by the last good one when the file is %s', async (_what, text) => {
    await world.write(A);
    await world.manager().open();
    await world.write(text);
    for (let restart = 0; restart < 2; restart++) {
      const manager = world.manager();
      const rejected = jest.fn();
      manager.events.on('rejected', rejected);
      await expect(manager.open()).resolves.toMatchObject({ seq: 1, text: A });
      expect(rejected).toHaveBeenCalledTimes(1);
    }
    expect(world.images()).toEqual({ a: 'a:1', b: 'b:1' });
  });

  it('goes by the last good one when the file is gone', async () => {
    await world.write(A);
    await world.manager().open();
    await world.removeFile();
    await expect(world.manager().open()).resolves.toMatchObject({ text: A });
  });

  it('keeps what came by a call, until the file is edited', async () => {
    await world.write(A);
    const manager = world.manager();
    await manager.open();
    await manager.update({ a: { image: 'a:9' } });
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 2, source: 'api' });
    expect(world.images()).toMatchObject({ a: 'a:9' });
    await world.write(A2);
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 3, text: A2 });
  });

  it('says what is wrong when there is nothing to go back to', async () => {
    await expect(world.manager().open()).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    await world.write(INVALID);
    await expect(world.manager().open()).rejects.toMatchObject({ hint: expect.stringContaining('"image"') });
    await world.write(BROKEN);
    await expect(world.manager().open()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED' });
    expect(world.running.size).toBe(0);
    await world.write(A);
    await expect(world.manager().open()).resolves.toMatchObject({ seq: 1 });
  });
});

describe('update', () => {
  const opened = async () => {
    await world.write(A);
    const manager = world.manager();
    await manager.open();
    return manager;
  };

  it('applies only what changed', async () => {
    const manager = await opened();
    const update = await manager.update(A2);
    expect(update).toMatchObject({ seq: 2, difference: { added: [], removed: [], changed: [{ name: 'a' }] } });
    expect(Object.fromEntries(world.running)).toEqual({ a: 2, b: 1 });
    await manager.update(`# only words\n${A2}`);
    expect(Object.fromEntries(world.running)).toEqual({ a: 2, b: 1 });
    expect(manager.applied).toMatchObject({ seq: 3 });
  });

  it('writes nothing down when nothing changed', async () => {
    const manager = await opened();
    await expect(manager.update(A)).resolves.toMatchObject({ seq: 1 });
    await expect(manager.update({})).resolves.toMatchObject({ seq: 2 }); // another text of the same meaning
  });

  it.each([
    ['invalid', INVALID, 'MC_STACK_INVALID'],
    ['failing', BROKEN, 'MC_STACK_START_FAILED'],
  ])('leaves everything as it was when the text is %s', async (_what, text, code) => {
    const manager = await opened();
    const { etag } = manager.applied ?? { etag: '' };
    const rejected = jest.fn();
    manager.events.on('rejected', rejected);
    await expect(manager.update(text)).rejects.toMatchObject({ code });
    expect(rejected).toHaveBeenCalledWith({ source: 'api', error: expect.objectContaining({ code }) });
    expect(world.images()).toEqual({ a: 'a:1', b: 'b:1' });
    expect(manager.applied).toMatchObject({ seq: 1, etag });
    await expect(world.store().current()).resolves.toMatchObject({ seq: 1 });
    await expect(manager.update(A2, { ifMatch: etag })).resolves.toMatchObject({ seq: 2 });
  });

  it('tells that the text in force is back in the file, once', async () => {
    const manager = await opened();
    const applied = jest.fn();
    manager.events.on('applied', applied);
    await expect(manager.takeFile(A, true)).resolves.toBe('same');
    await expect(manager.takeFile(INVALID, true)).resolves.toBe('rejected');
    expect(applied).not.toHaveBeenCalled();
    for (let look = 0; look < 2; look++) await expect(manager.takeFile(A, true)).resolves.toBe('same');
    expect(applied.mock.calls).toEqual([[expect.objectContaining({ seq: 1, text: A })]]);
  });

  it('refuses a change of something that is not in force any more', async () => {
    const manager = await opened();
    const etag = manager.applied?.etag ?? '';
    const both = [
      manager.update({ a: { image: 'a:5' } }, { ifMatch: etag }),
      manager.update({ b: { image: 'b:5' } }, { ifMatch: etag }),
    ];
    const [first, second] = await Promise.allSettled(both);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ reason: { code: 'MC_CONFIG_CONFLICT', httpStatus: 412, facts: { ifMatch: etag } } });
    expect(world.images()).toEqual({ a: 'a:5', b: 'b:1' });
  });

  it('goes back when it cannot be written down', async () => {
    const manager = await opened();
    const store = world.store();
    jest.spyOn(Object.getPrototypeOf(store) as typeof store, 'commit').mockRejectedValueOnce(new Error('full'));
    await expect(manager.update(A2)).rejects.toThrow('full');
    expect(world.images()).toEqual({ a: 'a:1', b: 'b:1' });
    expect(manager.applied).toMatchObject({ seq: 1 });
  });
});

describe('rollback', () => {
  it('brings back an earlier text as a new generation', async () => {
    await world.write(A);
    const manager = world.manager();
    await manager.open();
    await manager.update(A2);
    await manager.update(stack({ c: 'c:1' }));
    await expect(manager.rollback()).resolves.toMatchObject({ seq: 4, text: A2, source: 'rollback to 2' });
    await expect(manager.rollback(1)).resolves.toMatchObject({ seq: 5, text: A });
    expect(world.images()).toEqual({ a: 'a:1', b: 'b:1' });
    await expect(manager.rollback(77)).rejects.toMatchObject({
      code: 'MC_CONFIG_INVALID',
      hint: 'kept are: 5, 4, 3, 2, 1',
    });
  });
});

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe(`1,000 random edits (SEED=${SEED})`, () => {
  const image = fc.oneof(fc.constantFrom('a:1', 'a:2', 'b:1'), fc.constant('broken:1'));
  const images = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'keep'), image, { noNullPrototype: true });
  const change = fc.oneof(
    { weight: 3, arbitrary: images.map(stack) },
    fc.constantFrom(INVALID, '', 'services: [', `name: ${'x'.repeat(70_000)}`),
    fc.dictionary(fc.constantFrom('a', 'b', 'zz'), fc.record({ image }), { noNullPrototype: true }),
  );

  /** What must hold after a change, whatever became of it; answers whether it was taken. */
  async function edit(manager: ConfigManager, one: string | ConfigPatch): Promise<boolean> {
    const before = { images: world.images(), seq: manager.applied?.seq, starts: new Map(world.running) };
    const [result] = await Promise.allSettled([manager.update(one)]);
    expect([...world.running.keys()].sort()).toEqual(Object.keys(world.images()).sort());
    if (result.status === 'rejected') {
      if (!isMediaConduitError(result.reason)) throw result.reason;
      expect(world.images()).toEqual(before.images);
      expect(manager.applied?.seq).toBe(before.seq);
      if (result.reason.code === 'MC_STACK_INVALID') expect(new Map(world.running)).toEqual(before.starts);
      return false;
    }
    const { stack: wanted, difference } = result.value;
    expect(world.images()).toEqual(
      Object.fromEntries(wanted.services.map((s) => [s.name, s.definition.docker?.image])),
    );
    const changed = [...difference.changed.map(({ name }) => name), ...difference.added];
    const untouched = [...world.running].filter(([name]) => !changed.includes(name));
    expect(untouched).toEqual(untouched.map(([name]) => [name, before.starts.get(name)]));
    return true;
  }

  it('never lead to a state that is neither the old nor the new one', async () => {
    await world.write(A);
    const manager = world.manager();
    await manager.open();
    const taken: boolean[] = [];
    for (const one of fc.sample(change, { numRuns: 1_000, seed: SEED })) taken.push(await edit(manager, one));
    expect(taken.filter(Boolean).length).toBeGreaterThan(100);
    expect(taken.filter((was) => !was).length).toBeGreaterThan(100);
    await expect(world.store().current()).resolves.toMatchObject({ text: manager.applied?.text });
  }, 120_000);
});

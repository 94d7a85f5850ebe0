import { eventually } from '@mediaconduit/testkit';
import { KEPT, MatrixWorld } from './__fixtures__/matrix-world';
import { finish } from './__fixtures__/spawn-command';

let world: MatrixWorld;
beforeEach(async () => (world = await MatrixWorld.make()));
afterEach(() => world.folder[Symbol.asyncDispose]());

describe('mediaconduit matrix that is ended', () => {
  it.each(['install', 'conformance'] as const)('leaves nothing when it is cancelled during the %s', async (hang) => {
    world.publish('cow-provider', { '1.0.0': { hang, report: KEPT } });
    const child = world.spawn('cow-provider');
    const finished = finish(child);
    const pid = await eventually(async () => {
      const found = world.hanging();
      expect(found).toBeGreaterThan(0);
      return found ?? 0;
    });
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('MC_CALL_ABORTED') });
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect(world.leftovers()).toEqual([]);
  });

  it('leaves nothing when it is cancelled twice', async () => {
    world.publish('cow-provider', { '1.0.0': { hang: 'install' } });
    const child = world.spawn('cow-provider');
    const finished = finish(child);
    await eventually(async () => expect(world.hanging()).toBeGreaterThan(0));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect([130, 143]).toContain((await finished).code);
    await eventually(async () => expect(() => process.kill(world.hanging() ?? 0, 0)).toThrow(/ESRCH/));
    expect(world.leftovers()).toEqual([]);
  });

  it('leaves nothing when its time is over', async () => {
    world.publish('cow-provider', { '1.0.0': { hang: 'install' } });
    expect(await world.run('cow-provider', '--timeout', '3s')).toMatchObject({ code: 6 });
    const pid = world.hanging() ?? 0;
    expect(pid).toBeGreaterThan(0);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect(world.leftovers()).toEqual([]);
  });
});

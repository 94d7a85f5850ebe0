import { supervisorWorld, type SupervisorWorld } from './__fixtures__/supervisor-world';
import type { StackMember } from './stack-member';
import type { UnitLease } from './unit-lease';

const gpu = { group: 'gpu' };

async function threeOfOne(world: SupervisorWorld): Promise<void> {
  const names = ['a', 'b', 'c'];
  await world.supervisor.apply(
    names.map((name) => world.member(name, gpu)),
    { start: false },
  );
}

describe('Supervisor', () => {
  describe('an exclusive group', () => {
    it('fills its places at a start; the others wait until one is free', async () => {
      await using world = supervisorWorld({ groups: { gpu: { concurrent: 2 } } });
      await threeOfOne(world);
      await expect(world.supervisor.start()).resolves.toMatchObject({ ready: ['a', 'b'], waiting: ['c'] });
      await world.supervisor.stop(['a']);
      await world.clock.advance(0);
      expect(world.states()).toEqual({ a: 'absent', b: 'ready', c: 'ready' });
    });

    it('stops the one that nobody uses for the one that is asked for, after five seconds', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      await world.supervisor.start();
      const lease = world.supervisor.acquire('b');
      await world.clock.advance(4999);
      expect(world.states()).toEqual({ a: 'ready', b: 'absent', c: 'absent' });
      await world.clock.advance(1);
      expect((await lease).unit).toBe(world.unit('b'));
      expect(world.states()).toEqual({ a: 'absent', b: 'ready', c: 'absent' });
      expect(world.log.indexOf('a gone')).toBeLessThan(world.log.indexOf('b starting'));
    });

    it('gives the place back to who had it, when the other is done for good', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      await world.supervisor.start(['a']);
      await world.run(world.supervisor.start(['b']));
      await world.clock.advance(60_000);
      expect(world.states()).toEqual({ a: 'absent', b: 'ready', c: 'absent' });
      await world.supervisor.stop(['b']);
      await world.clock.advance(0);
      expect(world.states()).toEqual({ a: 'ready', b: 'absent', c: 'absent' });
    });

    it('never stops one that is leased or that something needs', async () => {
      await using world = supervisorWorld({ groups: { gpu: { concurrent: 2 } } });
      await world.supervisor.apply(
        [
          world.member('a', gpu),
          world.member('b', gpu),
          world.member('c', gpu),
          world.member('x', { dependsOn: ['b'] }),
        ],
        { start: false },
      );
      const lease = await world.supervisor.acquire('a');
      await world.supervisor.start(['x']);
      const waiting = world.supervisor.acquire('c');
      await world.clock.advance(60_000);
      expect(world.states()).toEqual({ a: 'ready', b: 'ready', c: 'absent', x: 'ready' });
      lease.release();
      await world.clock.advance(0);
      expect(world.states()).toEqual({ a: 'absent', b: 'ready', c: 'ready', x: 'ready' });
      (await waiting).release();
    });

    it('serves in the order of asking, and does not start and stop for every call', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      const served: string[] = [];
      const use = async (name: string): Promise<void> => {
        const lease = await world.supervisor.acquire(name);
        served.push(name);
        await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 100));
        lease.release();
      };
      const calls = Array.from({ length: 30 }, (_, index) => use(['a', 'b', 'c'][index % 3] as string));
      await world.run(Promise.all(calls));
      expect(served).toHaveLength(30);
      expect(served.slice(0, 10).every((name) => name === 'a')).toBe(true);
      expect(world.units.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    });

    it('does not starve who waits behind a busy one', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      let waitedMs: number | undefined = undefined;
      const busy = async (): Promise<void> => {
        while (waitedMs === undefined) {
          const held = await world.supervisor.acquire('a');
          await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 700));
          held.release();
        }
      };
      const loops = [busy(), busy(), busy()];
      await world.clock.advance(20_000);
      const askedAt = world.clock.now();
      const lease = await world.run(world.supervisor.acquire('b'));
      waitedMs = world.clock.now() - askedAt;
      lease.release();
      await world.run(Promise.all(loops));
      expect(waitedMs).toBeLessThanOrEqual(5000 + 700);
    });

    it('forgets who gives up waiting', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      const lease = await world.supervisor.acquire('a');
      const abort = new AbortController();
      const waiting = world.supervisor.acquire('b', abort.signal);
      waiting.catch(() => undefined);
      await world.clock.advance(100);
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      lease.release();
      await world.clock.advance(60_000);
      expect(world.states()).toEqual({ a: 'ready', b: 'absent', c: 'absent' });
    });

    describe('who waits for its turn', () => {
      const expectStopped = (waiting: Promise<unknown>, name: string): Promise<void> =>
        expect(waiting).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', facts: { name } });

      /** `a` is leased; `b` and `x`, which needs `c`, are asked for. */
      async function worldOfTwoWhoWait() {
        const world = supervisorWorld();
        const { member, supervisor } = world;
        const [a, b, c] = ['a', 'b', 'c'].map((name) => member(name, gpu)) as [StackMember, StackMember, StackMember];
        const x = member('x', { dependsOn: ['c'] });
        await supervisor.apply([a, b, c, x], { start: false });
        const lease = await supervisor.acquire('a');
        const waiting = { b: supervisor.acquire('b'), x: supervisor.acquire('x') };
        for (const one of Object.values(waiting)) one.catch(() => undefined);
        await world.clock.advance(10_000);
        return { ...world, ...{ a, b, c, x, lease, waiting } };
      }

      it.each<[string, (world: Awaited<ReturnType<typeof worldOfTwoWhoWait>>) => Promise<unknown>]>([
        ['is stopped', ({ supervisor }) => supervisor.stop(['b'])],
        ['is removed', ({ supervisor, a, c, x }) => supervisor.apply([a, c, x], { start: false })],
        [
          'moves to another group',
          ({ supervisor, member, a, c, x }) =>
            supervisor.apply([a, member('b', { group: 'cpu' }), c, x], { start: false }),
        ],
      ])('is told when it %s, and takes no seat later', async (_title, change) => {
        await using world = await worldOfTwoWhoWait();
        void change(world);
        await expectStopped(world.waiting.b, 'b');
        world.lease.release();
        await world.clock.advance(0);
        expect(world.states()).toMatchObject({ a: 'absent', c: 'ready', x: 'ready' });
      });

      it('is told when it is stopped, also where something that it needs waits', async () => {
        await using world = await worldOfTwoWhoWait();
        void world.supervisor.stop(['x']);
        await expectStopped(world.waiting.x, 'x');
        void world.supervisor.stop(['b']);
        world.lease.release();
        await world.clock.advance(100_000);
        expect(world.states()).toEqual({ a: 'ready', b: 'absent', c: 'absent', x: 'absent' });
      });

      it.each([
        ['is told when all is closed', undefined],
        ['is told when all is closed, also when something cannot be stopped', new Error('engine is gone')],
      ])('%s', async (_title, stopFailure) => {
        const world = await worldOfTwoWhoWait();
        world.behave('a', { stopFailure });
        const closed = world.supervisor.close().catch((thrown: unknown) => thrown);
        await expectStopped(world.waiting.b, 'b');
        await expectStopped(world.waiting.x, 'c');
        await expect(closed).resolves.toEqual(stopFailure && expect.objectContaining({ code: 'MC_ENGINE_FAILED' }));
        expect(world.clock.pending).toBe(0);
      });

      it('ends nobody for those that are stopped together', async () => {
        await using world = await worldOfTwoWhoWait();
        world.lease.release();
        await world.supervisor.stop(['b', 'c']);
        expect(world.states()).toEqual({ a: 'ready', b: 'absent', c: 'absent', x: 'absent' });
        expect(world.units.map(({ name }) => name)).toEqual(['a']);
      });

      it('ends nobody for a restart that is over', async () => {
        await using world = await worldOfTwoWhoWait();
        await world.supervisor.stop(['b', 'c']);
        const restarted = world.supervisor.restart('b');
        restarted.catch(() => undefined);
        await world.clock.advance(10);
        await world.supervisor.stop(['b']);
        await expectStopped(restarted, 'b');
        world.lease.release();
        await world.clock.advance(100_000);
        expect(world.states()).toMatchObject({ a: 'ready', b: 'absent' });
      });

      it('may have asked inside of an event of the unit', async () => {
        await using world = supervisorWorld();
        await threeOfOne(world);
        await world.supervisor.start(['a']);
        let waiting: Promise<UnitLease> | undefined;
        world.supervisor.events.once('service-stopped', () => {
          waiting = world.supervisor.acquire('a');
        });
        await world.supervisor.stop(['a']);
        expect((await waiting)?.unit).toBe(world.unit('a'));
      });
    });

    it('does not end a start that is under way', async () => {
      await using world = supervisorWorld();
      await threeOfOne(world);
      world.behave('a', { startMs: 30_000 });
      const [first, second] = [world.supervisor.acquire('a'), world.supervisor.acquire('b')];
      await world.clock.advance(30_000);
      (await first).release();
      await world.clock.advance(5000);
      expect((await second).unit).toBe(world.unit('b'));
      expect(world.units.map(({ name }) => name)).toEqual(['a', 'b']);
    });
  });
});

import fc from 'fast-check';
import { supervisorWorld, type SupervisorWorld } from './__fixtures__/supervisor-world';
import { DEFAULT_RESTART, FAST_LIVENESS, type StackMember } from './stack-member';

const RUNS = process.env['TORTURE'] ? 20_000 : 200;
const NAMES = ['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7'];

const name = fc.constantFrom(...NAMES);
const step = fc.oneof(
  fc.record({ do: fc.constant('start' as const), name }),
  fc.record({ do: fc.constant('start all' as const) }),
  fc.record({ do: fc.constant('stop' as const), name }),
  fc.record({ do: fc.constant('restart' as const), name }),
  fc.record({ do: fc.constant('lease' as const), name, forMs: fc.nat(8000) }),
  fc.record({ do: fc.constant('wake' as const), name }),
  fc.record({ do: fc.constant('crash' as const), name, idle: fc.boolean() }),
  fc.record({
    do: fc.constant('behave' as const),
    name,
    fails: fc.boolean(),
    hangs: fc.boolean(),
    stopFails: fc.boolean(),
  }),
  fc.record({ do: fc.constant('apply' as const), shape: fc.nat(255), version: fc.nat(2) }),
  fc.record({ do: fc.constant('wait' as const), forMs: fc.nat(7000) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A stack whose shape is the bits of a number: who is there, who needs whom, who rolls, who is in the group. */
function stackOf(world: SupervisorWorld, shape: number, version: number): StackMember[] {
  const present = NAMES.filter((_, index) => index < 4 || ((shape >> (index - 4)) & 1) === 1);
  return present.map((one) => {
    const index = NAMES.indexOf(one);
    const group = index > 0 && index < 4 ? 'gpu' : undefined;
    const needed = index > 0 && (shape >> (index % 8)) & 1 && !group ? ['u0'] : [];
    const also = index > 4 && present.includes('u4') ? ['u4'] : [];
    return world.member(one, {
      dependsOn: [...needed, ...also],
      settings: { version: index % 3 === version ? 1 : 0, needed },
      rolling: index === 0 || index === 5,
      restartWithDependencies: index % 2 === 1,
      restart: { ...DEFAULT_RESTART, maxRestarts: 3 },
      liveness: FAST_LIVENESS,
      critical: index === 7,
      stopGraceMs: 100,
      group,
    });
  });
}

async function take(world: SupervisorWorld, one: Step): Promise<void> {
  const { supervisor, clock } = world;
  if (one.do === 'start') await supervisor.start([one.name]);
  else if (one.do === 'start all') await supervisor.start();
  else if (one.do === 'stop') await supervisor.stop([one.name]);
  else if (one.do === 'restart') await supervisor.restart(one.name);
  else if (one.do === 'lease') {
    const lease = await supervisor.acquire(one.name);
    await new Promise<void>((resolve) => clock.setTimeout(resolve, one.forMs));
    lease.release();
  } else if (one.do === 'wake') await supervisor.wake(one.name);
  else if (one.do === 'crash') world.unit(one.name)?.crash({ exitCode: 1, idle: one.idle });
  else if (one.do === 'behave') {
    const failure = one.fails ? () => new Error('fails') : undefined;
    const stopFailure = one.stopFails ? new Error('cannot stop') : undefined;
    const health = (): Promise<{ verdict: 'healthy' }> =>
      one.hangs ? new Promise(() => undefined) : Promise.resolve({ verdict: 'healthy' });
    world.behave(one.name, { failure, stopFailure, health, startMs: 50, stopMs: 30 });
  } else if (one.do === 'apply') await supervisor.apply(stackOf(world, one.shape, one.version));
}

/** What must hold at every moment. */
function check(world: SupervisorWorld): void {
  const live = world.units.filter(({ state }) => state === 'starting' || state === 'ready' || state === 'stopping');
  const seated = live.filter((unit) => ['u1', 'u2', 'u3'].includes(unit.name));
  expect(seated.length).toBeLessThanOrEqual(1);
  for (const single of ['u1', 'u2', 'u3', 'u4', 'u6', 'u7']) {
    expect(live.filter((unit) => unit.name === single).length).toBeLessThanOrEqual(1);
  }
}

describe('Supervisor', () => {
  it('survives whatever happens in whatever order: every call ends, and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        async (places, steps) => {
          const world = supervisorWorld({ maxConcurrentStarts: places });
          for (const one of NAMES) world.behave(one, { startMs: 50, stopMs: 30 });
          await world.run(world.supervisor.apply(stackOf(world, 255, 0)));
          const calls: Promise<void>[] = [];
          for (const one of steps) {
            const call = take(world, one);
            call.catch(() => undefined);
            calls.push(call);
            await world.clock.advance(one.do === 'wait' ? one.forMs : 10);
            check(world);
          }
          for (const one of NAMES) {
            world.behave(one, { failure: undefined, stopFailure: undefined, health: () => ({ verdict: 'healthy' }) });
          }
          await world.run(Promise.allSettled(calls));
          await world.run(Promise.allSettled([world.supervisor.start()]));
          check(world);
          await world.run(world.supervisor.close());
          expect(world.units.filter(({ state }) => state !== 'gone').map((unit) => unit.name)).toEqual([]);
          expect(world.units.filter(({ listeners, held }) => listeners > 0 || held > 0)).toEqual([]);
          expect(world.clock.pending).toBe(0);
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);
});

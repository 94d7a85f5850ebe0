import { supervisorWorld, type SupervisorWorld } from './__fixtures__/supervisor-world';
import type { StackMember } from './stack-member';

const SLOW_MS = 20_000;

/** A member that rolls and needs another one, and others; one start may be under way at once. */
async function worldWithARoll() {
  const world = supervisorWorld({ maxConcurrentStarts: 1 });
  const { member, supervisor } = world;
  const withSettings = (settings: StackMember['settings']): StackMember[] => [
    ...['d', 'slow', 'c'].map((name) => member(name)),
    member('a', { dependsOn: ['d'], rolling: true, settings }),
  ];
  await supervisor.apply(withSettings({}), { start: false });
  await world.run(supervisor.start(['a']));
  return { ...world, withSettings };
}

/** Takes the place that there is, and lets another start wait for it. */
async function occupy(world: SupervisorWorld, start: () => Promise<unknown>): Promise<void> {
  const { clock, supervisor } = world;
  world.behave('slow', { startMs: SLOW_MS });
  supervisor.start(['slow']).catch(() => undefined);
  start().catch(() => undefined);
  await clock.advance(10);
  expect(world.unit('slow').state).toBe('starting');
}

/** What becomes of another start when the place is free. */
async function stateOfOther({ clock, states, supervisor }: SupervisorWorld): Promise<string | undefined> {
  supervisor.start(['c']).catch(() => undefined);
  await clock.advance(SLOW_MS);
  return states()['c'];
}

describe('Supervisor that lets only one start be under way', () => {
  it('gives the place that a roll waited for to others when the roll fails', async () => {
    await using world = await worldWithARoll();
    await occupy(world, () => world.supervisor.restart('a'));
    world.behave('d', { failure: () => new Error('no') });
    world.unit('d').crash();
    await expect(stateOfOther(world)).resolves.toBe('ready');
  });

  it('gives it to others while the roll waits for something else', async () => {
    await using world = await worldWithARoll();
    await occupy(world, () => world.supervisor.restart('a'));
    world.behave('d', { stopMs: 1.5 * SLOW_MS });
    world.supervisor.restart('d').catch(() => undefined);
    await expect(stateOfOther(world)).resolves.toBe('ready');
  });

  it('gives it to others when there is nothing to roll any more', async () => {
    await using world = await worldWithARoll();
    const { behave, supervisor, withSettings } = world;
    behave('a', { failure: () => new Error('bad settings') });
    await world.run(supervisor.apply(withSettings({ bad: true }), { start: false }));
    behave('a', { failure: undefined });
    await occupy(world, () => supervisor.start(['a']));
    await supervisor.apply(withSettings({}), { start: false });
    await expect(stateOfOther(world)).resolves.toBe('ready');
    expect(world.units.filter(({ name }) => name === 'a').map(({ state }) => state)).toEqual(['ready', 'gone']);
  });

  it('gives it to others when who waits has to wait for a seat first', async () => {
    await using world = supervisorWorld({ maxConcurrentStarts: 1 });
    const { member, supervisor } = world;
    const rest = [member('seated', { group: 'gpu' }), member('slow'), member('c')];
    await supervisor.apply([...rest, member('a')], { start: false });
    const lease = await world.run(supervisor.acquire('seated'));
    await occupy(world, () => supervisor.start(['a']));
    await supervisor.apply([...rest, member('a', { group: 'gpu' })], { start: false });
    await expect(stateOfOther(world)).resolves.toBe('ready');
    lease.release();
  });
});

import fc from 'fast-check';
import { supervisorWorld, type SupervisorWorld } from './__fixtures__/supervisor-world';

const RUNS = process.env['TORTURE'] ? 20_000 : 1000;

interface Plan {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly startMs: number;
  readonly stopMs: number;
  readonly fails: boolean;
}

/** Graphs without circles: everybody depends only on earlier ones. */
const plans = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 4 }),
      startMs: fc.integer({ min: 0, max: 900 }),
      stopMs: fc.integer({ min: 0, max: 300 }),
      fails: fc.boolean().map((value) => value),
      luck: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .map((nodes) =>
    nodes.map(({ needs, startMs, stopMs, fails, luck }, index): Plan => {
      const dependsOn = index === 0 ? [] : [...new Set(needs.map((need) => `u${need % index}`))];
      return { name: `u${index}`, dependsOn, startMs, stopMs, fails: fails && luck < 2 };
    }),
  );

/** When each unit that can be tried is decided, in ms after the start. */
function decidedAt(graph: readonly Plan[]): Map<string, number> {
  const ready = new Map<string, number>();
  const decided = new Map<string, number>();
  for (const { name, dependsOn, startMs, fails } of graph) {
    if (!dependsOn.every((needed) => ready.has(needed))) continue;
    const at = Math.max(0, ...dependsOn.map((needed) => ready.get(needed) ?? 0)) + startMs;
    decided.set(name, at);
    if (!fails) ready.set(name, at);
  }
  return decided;
}

/** Everything that was started before what it needs was ready, or stopped before what needs it was gone. */
function violations(graph: readonly Plan[], log: readonly string[]): string[] {
  const states = new Map<string, string>();
  const found: string[] = [];
  for (const line of log) {
    const [name = '', state = ''] = line.split(' ');
    const needs = graph.find((plan) => plan.name === name)?.dependsOn ?? [];
    const needed = graph.filter(({ dependsOn }) => dependsOn.includes(name));
    const early = needs.some((one) => states.get(one) !== 'ready');
    const late = needed.some((one) => !['gone', undefined].includes(states.get(one.name)));
    if ((state === 'starting' && early) || (state === 'stopping' && late)) found.push(line);
    states.set(name, state);
  }
  return found;
}

async function prepare(world: SupervisorWorld, graph: readonly Plan[], critical: boolean): Promise<void> {
  for (const { name, startMs, stopMs, fails } of graph) {
    world.behave(name, { startMs, stopMs, failure: fails ? () => new Error(`${name} fails`) : undefined });
  }
  const members = graph.map(({ name, dependsOn }) => world.member(name, { dependsOn, critical }));
  await world.supervisor.apply(members.reverse(), { start: false });
}

describe('Supervisor', () => {
  it('keeps the order of any graph, whatever fails, and takes no longer than its critical path', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (graph) => {
        const world = supervisorWorld();
        await prepare(world, graph, false);
        const report = await world.run(world.supervisor.start());
        const decided = decidedAt(graph);
        const failing = new Set(graph.filter(({ fails }) => fails).map(({ name }) => name));
        const ready = [...decided.keys()].filter((name) => !failing.has(name));
        expect([...report.ready].sort()).toEqual(ready.sort());
        expect(report.ready.length + report.failed.length).toBe(graph.length);
        expect(report.durationMs).toBeLessThanOrEqual(1.1 * Math.max(...decided.values()));
        await world.run(world.supervisor.close());
        expect(violations(graph, world.log)).toEqual([]);
        expect(world.clock.pending).toBe(0);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('leaves nothing of any graph when a critical unit fails', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (graph) => {
        fc.pre(graph.some(({ fails }) => fails));
        const world = supervisorWorld();
        await prepare(world, graph, true);
        await expect(world.run(world.supervisor.start())).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED' });
        expect(world.units.filter(({ state }) => state !== 'gone')).toEqual([]);
        expect(violations(graph, world.log)).toEqual([]);
        expect(world.clock.pending).toBe(0);
        await world.supervisor.close();
      }),
      { numRuns: RUNS / 4 },
    );
  }, 600_000);
});

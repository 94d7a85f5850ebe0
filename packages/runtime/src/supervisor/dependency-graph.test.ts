import fc from 'fast-check';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { DependencyGraph, type GraphNode } from './dependency-graph';

const RUNS = process.env['TORTURE'] ? 100_000 : 1000;

const node = (name: string, ...dependsOn: string[]): GraphNode => ({ name, dependsOn });

describe('DependencyGraph', () => {
  const graph = new DependencyGraph([
    node('ui', 'api'),
    node('api', 'db', 'cache'),
    node('db'),
    node('cache'),
    node('x'),
  ]);

  it('orders names behind what they depend on', () => {
    expect(graph.order).toEqual(['db', 'cache', 'api', 'ui', 'x']);
  });

  it('knows everything that a name needs, and everything that needs it', () => {
    expect(graph.withDependencies(['api'])).toEqual(['db', 'cache', 'api']);
    expect(graph.withDependants(['db', 'x'])).toEqual(['db', 'api', 'ui', 'x']);
    expect(graph.withDependants(['db'], ({ name }) => name !== 'ui')).toEqual(['db', 'api']);
    expect(graph.dependantsOf('x')).toEqual([]);
  });

  it('names a circle with its path', () => {
    const circle = [node('start', 'a'), node('a', 'b'), node('b', 'c'), node('c', 'a')];
    expect(() => new DependencyGraph(circle)).toThrow(
      expect.objectContaining({
        code: 'MC_DEPENDENCY_CYCLE',
        message: 'These depend on each other in a circle: a → b → c → a.',
        facts: { path: ['a', 'b', 'c', 'a'] },
      }),
    );
    expect(() => new DependencyGraph([node('a', 'a')])).toThrow(/circle: a → a\./);
  });

  it('refuses what is not there, with the nearest name, and two of one name', () => {
    expect(() => new DependencyGraph([node('api', 'redsi'), node('redis')])).toThrow(
      expect.objectContaining({ code: 'MC_STACK_INVALID', hint: 'did you mean "redis"?' }),
    );
    expect(() => new DependencyGraph([node('api', 'kafka')])).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('add "kafka"') }),
    );
    expect(() => new DependencyGraph([node('a'), node('a')])).toThrow(
      expect.objectContaining({ code: 'MC_STACK_INVALID', facts: { name: 'a' } }),
    );
  });

  it('finds a circle in every graph that has one, and none in any other', () => {
    const edges = fc.array(fc.tuple(fc.nat(49), fc.nat(49)), { maxLength: 120 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const nodes = Array.from({ length: 50 }, (_, index) =>
          node(`u${index}`, ...pairs.filter(([from]) => from === index).map(([, to]) => `u${to}`)),
        );
        const path = circleOf(nodes);
        if (path) {
          expect(path.length).toBeGreaterThan(1);
          expect(path[0]).toBe(path.at(-1));
          path.slice(1).forEach((name, at) => {
            expect(nodes.find((one) => one.name === path[at])?.dependsOn).toContain(name);
          });
        } else expect(hasCircle(nodes)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});

function circleOf(nodes: readonly GraphNode[]): readonly string[] | undefined {
  try {
    const { order } = new DependencyGraph(nodes);
    for (const { name, dependsOn } of nodes) {
      expect(dependsOn.every((needed) => order.indexOf(needed) < order.indexOf(name))).toBe(true);
    }
    return undefined;
  } catch (thrown) {
    if (isMediaConduitError(thrown, 'MC_DEPENDENCY_CYCLE')) return thrown.facts['path'] as string[];
    throw thrown;
  }
}

/** Takes away who needs nobody until nobody is left. */
function hasCircle(nodes: readonly GraphNode[]): boolean {
  let left = [...nodes];
  for (;;) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter(({ dependsOn }) => dependsOn.some((needed) => names.has(needed)));
    if (next.length === left.length) return left.length > 0;
    left = next;
  }
}

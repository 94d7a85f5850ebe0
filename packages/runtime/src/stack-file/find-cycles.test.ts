import fc from 'fast-check';
import { findCycles } from './find-cycles';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  it('names every circle with its path', () => {
    expect(findCycles(graph({ a: ['b'], b: ['c'], c: ['b', 'd'], d: [], e: ['e'] }))).toEqual([
      ['b', 'c', 'b'],
      ['e', 'e'],
    ]);
  });

  it('finds nothing where dependencies only meet, and does not mind unknown names', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d', 'none'], d: [] }))).toEqual([]);
  });

  it('finds a circle exactly when there is no order', () => {
    const edges = fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12, selector: String });
    fc.assert(
      fc.property(edges, (pairs) => {
        const names = Array.from({ length: 8 }, (_, index) => String(index));
        const needs = new Map(
          names.map((name, from) => [name, pairs.filter(([a]) => a === from).map(([, b]) => `${b}`)]),
        );
        const cycles = findCycles(needs);
        expect(cycles.length === 0).toBe(hasOrder(needs));
        for (const cycle of cycles) {
          expect(cycle[0]).toBe(cycle.at(-1));
          for (const [index, name] of cycle.slice(1).entries()) expect(needs.get(cycle[index] ?? '')).toContain(name);
        }
      }),
    );
  });
});

function hasOrder(needs: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Set(needs.keys());
  for (;;) {
    const free = [...left].filter((name) => !needs.get(name)?.some((needed) => left.has(needed)));
    if (free.length === 0) return left.size === 0;
    for (const name of free) left.delete(name);
  }
}

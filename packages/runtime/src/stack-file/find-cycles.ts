/** What depends on what, by name. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** Circles in the order of dependence, each closed: `[a, b, a]`. At least one for everything that lies on one. */
export function findCycles(dependencies: Dependencies): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    const from = path.indexOf(name);
    if (from >= 0) cycles.push([...path.slice(from), name]);
    if (from >= 0 || done.has(name)) return;
    path.push(name);
    for (const needed of dependencies.get(name) ?? []) visit(needed);
    path.pop();
    done.add(name);
  };
  for (const name of dependencies.keys()) visit(name);
  return cycles;
}

// Services that do not need each other start at once: the whole stack takes about as long as its longest chain.
import { ratios, times } from '../figures.mjs';
import { web } from '../members.mjs';
import { upLines } from '../up-lines.mjs';

export const rounds = { short: 1, normal: 10, torture: 50 };

/** Two chains of three, and two alone. */
const NEEDS = { a: [], b: ['a'], c: ['b'], d: [], e: ['d'], f: ['e'], g: [], h: [] };

export async function measure({ project, rounds: count }) {
  const stack = project();
  const services = Object.entries(NEEDS).map(([name, dependsOn]) => [
    name,
    web({ variables: { START_MS: '500' }, dependsOn }),
  ]);
  stack.write(Object.fromEntries(services));
  const [whole, longest, over] = [[], [], []];
  for (let round = 0; round < count; round++) {
    const lines = await upLines(stack);
    const { all, chain } = spansOf(lines);
    whole.push(all);
    longest.push(chain);
    over.push(all / chain);
    await stack.succeed('down');
  }
  return [
    times('8 services until all are ready', whole, 10_000),
    times('their critical path', longest, 10_000),
    ratios('the start over its critical path', over, 1.3),
  ];
}

/** From the first step to the last, and the longest chain of starts; in ms. */
function spansOf(lines) {
  const moments = (wanted) => {
    const found = lines.filter(({ status, type }) => type === 'state' && status.state === wanted);
    return Object.fromEntries(found.map(({ at, service }) => [service, at]));
  };
  const [begun, ready] = [moments('creating'), moments('ready')];
  const lengthOf = (name) => ready[name] - begun[name] + Math.max(0, ...NEEDS[name].map(lengthOf));
  const all = Math.max(...Object.values(ready)) - Math.min(...Object.values(begun));
  return { all, chain: Math.max(...Object.keys(NEEDS).map(lengthOf)) };
}

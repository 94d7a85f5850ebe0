// The whole stack starts in order, what is independent at once, and nothing is left when it is stopped.
import { counts, times } from '../figures.mjs';
import { crasher, missingDatabases, wholeStack } from '../members.mjs';
import { upLines } from '../up-lines.mjs';

export const rounds = { short: 1, normal: 3, torture: 20 };

export async function measure({ engine, project, rounds: count }) {
  const stack = project();
  const services = { ...wholeStack({ engine, folder: stack.base }), crasher: crasher() };
  stack.write(services);
  const [faults, started, left, overlaps] = [[], [], [], []];
  for (let round = 0; round < count; round++) {
    const startedAt = performance.now();
    const lines = await upLines(stack);
    started.push(performance.now() - startedAt);
    faults.push(...outOfOrder(lines, services));
    overlaps.push(mostAtOnce(lines));
    await stack.succeed('down');
    left.push(await stack.leftovers());
  }
  return [
    times(`${Object.keys(services).length} services until all are ready or have failed`, started, 12_000),
    counts('started before what they need was ready', [faults.length]),
    counts('fewer than two at once', [overlaps.filter((most) => most < 2).length]),
    {
      ...counts(
        'left behind',
        left.map(({ length }) => length),
      ),
      faults: [...missingDatabases(engine), ...faults, ...left.flat()],
    },
  ];
}

function outOfOrder(lines, services) {
  const ready = new Set();
  const faults = [];
  for (const { service, status } of lines.filter(({ type }) => type === 'state')) {
    const missing = (services[service].dependsOn ?? []).filter((needed) => !ready.has(needed));
    if (status.state === 'creating' && missing.length > 0)
      faults.push(`${service} did not wait for ${missing.join(', ')}`);
    if (status.state === 'ready') ready.add(service);
  }
  return faults;
}

function mostAtOnce(lines) {
  const starting = new Set();
  let most = 0;
  for (const { service, status } of lines.filter(({ type }) => type === 'state')) {
    if (['creating', 'starting'].includes(status.state)) starting.add(service);
    else starting.delete(service);
    most = Math.max(most, starting.size);
  }
  return most;
}

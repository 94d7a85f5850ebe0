// The supervisor dies at a random moment of its work; the next start puts everything in order.
import { setTimeout as pause } from 'node:timers/promises';
import { counts, times } from '../figures.mjs';
import { web, wholeStack } from '../members.mjs';

export const rounds = { short: 3, normal: 10, torture: 200 };

/** So long the work may take, about, in ms. */
const WORK_MS = { start: 1500, restart: 600, stop: 600, reload: 800 };

export async function measure({ engine, project, random, rounds: count }) {
  const stack = project();
  const services = wholeStack({ engine, folder: stack.base, slowMs: 500 });
  const [again, left, wrong] = [[], [], []];
  for (let round = 0; round < count; round++) {
    const work = random.pick(Object.keys(WORK_MS));
    const afterMs = random.below(WORK_MS[work]);
    const what = `${work}, killed after ${afterMs.toFixed(0)} ms`;
    stack.write(services);
    if (work !== 'start') await stack.succeed('up', '--wait');
    const working = begin(work, stack, services);
    await pause(afterMs);
    await stack.killSupervisor();
    await working;
    const { code, ms, stderr } = await stack.command('up', '--wait');
    again.push(ms);
    if (code !== 0) wrong.push(`${what}: up ended with ${code}: ${stderr}`);
    wrong.push(...doubles(stack, services).map((fault) => `${what}: ${fault}`));
    await stack.succeed('down');
    left.push((await stack.leftovers()).map((one) => `${what}: ${one}`));
  }
  return [
    times('the next up', again, 15_000),
    { ...counts('failed starts, double starts and missing services', [wrong.length]), faults: wrong },
    {
      ...counts(
        'left behind',
        left.map(({ length }) => length),
      ),
      faults: left.flat(),
    },
  ];
}

/** Resolves when the command has ended, however. */
function begin(work, stack, services) {
  if (work === 'start') return stack.command('up', '--wait');
  if (work === 'restart') return stack.command('restart', 'cow-a');
  if (work === 'stop') return stack.command('down');
  stack.write({ ...services, shop: web({ variables: { WORD: 'new' } }), extra: web() });
  return stack.command('up', '--wait');
}

/** Services that run as processes are counted on the machine; containers by what was left behind. */
function doubles(stack, services) {
  const processes = Object.keys(services).filter((name) => !(stack.usesDocker && services[name].engine === 'docker'));
  return processes.flatMap((name) => {
    const { length } = stack.rootsOf(name);
    return length === 1 ? [] : [`${name} runs ${length} times`];
  });
}

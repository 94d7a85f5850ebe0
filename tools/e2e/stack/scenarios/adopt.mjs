// The supervisor is killed while ten services run in containers; the next one takes them over as they are.
import { execFileSync } from 'node:child_process';
import { counts, times } from '../figures.mjs';
import { fromRuntime } from '../../../bench/cowsay-runtime.mjs';
import { upLines } from '../up-lines.mjs';

export const engines = ['docker'];
export const rounds = { short: 0, normal: 5, torture: 100 };

const { homeId } = fromRuntime('./dist/config/home.js');
const NAMES = Array.from({ length: 10 }, (_, index) => `cow-${index}`);

export async function measure({ project, rounds: count }) {
  const stack = project();
  stack.write(Object.fromEntries(NAMES.map((name) => [name, { use: 'cowsay-service', engine: 'docker' }])));
  await stack.succeed('up', '--wait');
  const [adopted, changed] = [[], []];
  const before = containersOf(stack);
  for (let round = 0; round < count; round++) {
    await stack.killSupervisor();
    const lines = await upLines(stack);
    adopted.push(spanOf(lines));
    const after = containersOf(stack);
    changed.push(after.filter((one) => !before.includes(one)).length + Math.abs(after.length - before.length));
  }
  await stack.succeed('down');
  const left = await stack.leftovers();
  return [
    times(`${NAMES.length} containers taken over, first to last`, adopted, 1000),
    counts('containers that were started, restarted or lost', changed),
    { ...counts('left behind', [left.length]), faults: left },
  ];
}

/** Id and moment of the start of every container. */
function containersOf({ home }) {
  const filter = `label=io.mediaconduit.home=${homeId(home)}`;
  const ids = execFileSync('docker', ['ps', '--all', '--quiet', '--filter', filter], { encoding: 'utf8' });
  const inspect = ['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', ...ids.split('\n').filter(Boolean)];
  return execFileSync('docker', inspect, { encoding: 'utf8' }).trim().split('\n');
}

function spanOf(lines) {
  const states = lines.filter(({ type }) => type === 'state');
  const ready = states.filter(({ status }) => status.state === 'ready');
  return Math.max(...ready.map(({ at }) => at)) - Math.min(...states.map(({ at }) => at));
}

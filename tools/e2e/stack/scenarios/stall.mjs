// The supervisor itself stands still for a while: it restarts nobody because of that.
import { setTimeout as pause } from 'node:timers/promises';
import { counts, times } from '../figures.mjs';
import { web } from '../members.mjs';
import { end } from '../processes.mjs';

export const rounds = { short: 0, normal: 1, torture: 5 };

const STALL_MS = 10_000;
const NAMES = Array.from({ length: 10 }, (_, index) => `shop-${index}`);

export async function measure({ project, rounds: count }) {
  const stack = project();
  stack.write(Object.fromEntries(NAMES.map((name) => [name, web({ liveness: 'fast' })])));
  await stack.succeed('up', '--wait');
  const [restarts, answered] = [[], []];
  for (let round = 0; round < count; round++) {
    const pids = stack.supervisors().map(({ pid }) => pid);
    for (const pid of pids) end(pid, 'SIGSTOP');
    await pause(STALL_MS);
    for (const pid of pids) end(pid, 'SIGCONT');
    const startedAt = performance.now();
    await stack.stack();
    answered.push(performance.now() - startedAt);
    await pause(5000); // three looks of the fast liveness
    const { services } = await stack.stack();
    restarts.push(services.filter(({ generation, state }) => generation !== 1 || state !== 'ready').length);
  }
  return [
    times(`the supervisor answers after ${STALL_MS / 1000} s of SIGSTOP`, answered, 1000),
    counts(`of ${NAMES.length} services restarted or not ready`, restarts),
  ];
}

// A service with fast liveness is stopped by a signal, as if it hung: it is found out and replaced, and no call waits for ever.
import { counts, times } from '../figures.mjs';
import { describeErrors, startLoad } from '../load.mjs';
import { web } from '../members.mjs';
import { openWeb } from '../open-web.mjs';
import { end } from '../processes.mjs';
import { StateWatch } from '../state-watch.mjs';

export const rounds = { short: 1, normal: 5, torture: 50 };

const DEADLINE_MS = 2000;

export async function measure({ later, project, random, rounds: count }) {
  const stack = project();
  const restart = { delayMs: 50, maxDelayMs: 50, maxRestarts: 1000, maxPerHour: 3600 };
  stack.write({ shop: web({ liveness: 'fast', stopGraceMs: 500, restart }) });
  await stack.succeed('up', '--wait');
  const watch = await StateWatch.open(stack);
  later(() => watch.close());
  const runtime = stack.runtime();
  later(() => runtime.close());
  const shop = openWeb(runtime, stack, 'shop');
  const [noticed, back] = [[], []];
  // a deadline for all of it: also for the wait until the next run is ready
  const load = startLoad(() => shop.request({ path: '/', signal: AbortSignal.timeout(DEADLINE_MS) }), 20);
  for (let round = 0; round < count; round++) {
    await new Promise((resolve) => setTimeout(resolve, random.below(1000)));
    const stoppedAt = performance.now();
    const ended = watch.next('shop', (state) => state === 'stopping');
    const ready = watch.next('shop', (state) => state === 'ready');
    for (const { pid } of stack.rootsOf('shop')) end(pid, 'SIGSTOP');
    noticed.push((await ended) - stoppedAt);
    back.push((await ready) - stoppedAt);
  }
  const outcomes = await load.stop();
  const late = outcomes.filter(({ ms }) => ms > DEADLINE_MS + 500);
  return [
    times('a hang is found out', noticed, 4000),
    times('ready again after a hang', back, 6000),
    times(
      `calls have settled (deadline ${DEADLINE_MS} ms)`,
      outcomes.map(({ ms }) => ms),
      DEADLINE_MS + 100,
    ),
    {
      ...counts('calls that outlived their deadline by 500 ms', [late.length]),
      faults: late.length > 0 ? describeErrors(late) : [],
    },
  ];
}

// The supervisor is asked to end while its services are called, and one of them does not listen.
import { setTimeout as pause } from 'node:timers/promises';
import { counts, times } from '../figures.mjs';
import { describeErrors, startLoad } from '../load.mjs';
import { web, wholeStack } from '../members.mjs';
import { openWeb } from '../open-web.mjs';
import { end } from '../processes.mjs';
import { until } from '../until.mjs';

export const rounds = { short: 1, normal: 5, torture: 100 };

const GRACE_MS = 1000;
const DEADLINE_MS = 3000;
/** So old a call has reached the service. */
const ARRIVED_MS = 20;

export async function measure({ engine, later, project, rounds: count }) {
  const stack = project();
  const deaf = web({ variables: { IGNORE_SIGTERM: '1' }, stopGraceMs: GRACE_MS });
  stack.write({ ...wholeStack({ engine, folder: stack.base, slowMs: 0 }), deaf });
  const [ended, left, late, dropped] = [[], [], [], []];
  for (let round = 0; round < count; round++) {
    await stack.succeed('up', '--wait');
    const runtime = stack.runtime();
    later(() => runtime.close());
    const shop = openWeb(runtime, stack, 'shop');
    await shop.request({ path: '/' });
    const load = startLoad(() => shop.request({ path: '/?after=50', timeoutMs: DEADLINE_MS }), 50);
    await pause(200);
    const askedAt = performance.now();
    for (const { pid } of stack.supervisors()) end(pid, 'SIGTERM');
    await until(() => stack.supervisors().length === 0, { withinMs: 40_000 });
    ended.push(performance.now() - askedAt);
    const outcomes = await load.stop();
    dropped.push(...outcomes.filter(({ error, sentAt }) => error && sentAt < askedAt - ARRIVED_MS));
    late.push(outcomes.filter(({ ms }) => ms > DEADLINE_MS + 500).length);
    await runtime.close();
    left.push(await stack.leftovers());
  }
  return [
    times(`SIGTERM until the end, one service is deaf (grace ${GRACE_MS} ms)`, ended, 35_000),
    counts('calls that outlived their deadline by 500 ms', late),
    {
      ...counts(`calls that failed though they were sent ${ARRIVED_MS} ms before`, [dropped.length]),
      faults: describeErrors(dropped),
    },
    {
      ...counts(
        'left behind',
        left.map(({ length }) => length),
      ),
      faults: left.flat(),
    },
  ];
}

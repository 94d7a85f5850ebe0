// A service is killed while calls are under way: how fast that is seen, how fast it is back, what callers get.
import { counts, times } from '../figures.mjs';
import { web } from '../members.mjs';
import { StateWatch } from '../state-watch.mjs';
import { end } from '../processes.mjs';
import { openWeb } from '../open-web.mjs';

export const rounds = { short: 5, normal: 50, torture: 200 };

/** With the one that may be repeated fewer than a breaker takes before it opens. */
const CALLS = 3;
const GONE = 'MC_SERVICE_GONE';

export async function measure({ later, project, rounds: count }) {
  const stack = project();
  stack.write({ shop: web({ restart: { delayMs: 50, maxDelayMs: 50, maxRestarts: 1000, maxPerHour: 3600 } }) });
  await stack.succeed('up', '--wait');
  const watch = await StateWatch.open(stack);
  later(() => watch.close());
  const [noticed, back, failed, others, repeated] = [[], [], [], [], []];
  for (let round = 0; round < count; round++) {
    const runtime = stack.runtime(); // a new one each time: the breaker of the last one has seen enough
    const shop = openWeb(runtime, stack, 'shop');
    await shop.request({ path: '/' });
    const calls = Array.from({ length: CALLS }, () =>
      outcomeOf(shop.request({ method: 'POST', path: '/?after=8000', timeoutMs: 6000 })),
    );
    const repeatable = outcomeOf(shop.request({ path: '/?after=200', timeoutMs: 6000 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const killedAt = performance.now();
    const away = watch.next('shop', (state) => state !== 'ready');
    const ready = watch.next('shop', (state) => state === 'ready');
    for (const { pid } of stack.rootsOf('shop')) end(pid, 'SIGKILL');
    noticed.push((await away) - killedAt);
    back.push((await ready) - killedAt);
    const outcomes = await Promise.all(calls);
    repeated.push(await repeatable);
    await runtime.close();
    for (const { at, code } of outcomes) {
      failed.push(at - killedAt);
      if (code !== GONE) others.push(`a call ended with ${code} after ${(at - killedAt).toFixed(0)} ms`);
    }
  }
  return [
    times('kill -9 of a service noticed', noticed, 100),
    times('ready again (50 ms of it is the pause before a restart)', back, 1500),
    times('calls under way that must not be sent twice have failed', failed, 500),
    {
      ...counts(`calls that ended otherwise than with ${GONE}`, [others.length]),
      faults: [...new Set(others)].slice(0, 5),
    },
    counts(`calls that may be sent twice and were not answered, of ${repeated.length}`, [
      repeated.filter(({ code }) => code !== 'an answer').length,
    ]),
  ];
}

async function outcomeOf(call) {
  const code = await call.then(
    () => 'an answer',
    (error) => error.code ?? String(error),
  );
  return { code, at: performance.now() };
}

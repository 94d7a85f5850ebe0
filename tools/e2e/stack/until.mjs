import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is something. @throws when it never is. */
export async function until(ask, { withinMs = 15_000, everyMs = 10, what = String(ask) } = {}) {
  const startedAt = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() - startedAt > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(everyMs);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

/** Calls at an even rate until `stop`, however long they take; `stop` resolves when the last one has settled. */
export function startLoad(call, perSecond) {
  const outcomes = [];
  const open = new Set();
  let running = true;
  const startedAt = performance.now();
  const send = () => {
    const sentAt = performance.now();
    const settle = (error) => {
      open.delete(one);
      outcomes.push({ sentAt, ms: performance.now() - sentAt, error });
    };
    const one = call().then(() => settle(undefined), settle);
    open.add(one);
  };
  const sending = (async () => {
    for (let sent = 0; running; await pause(1)) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      for (; sent < due; sent++) send();
    }
  })();
  return {
    outcomes,
    stop: async () => {
      running = false;
      await sending;
      await Promise.all(open);
      return outcomes;
    },
  };
}

/** How often which error, most often first: `12 × MC_SERVICE_GONE: …`. */
export function describeErrors(outcomes) {
  const found = new Map();
  for (const { error } of outcomes.filter((one) => one.error)) {
    const words = `${error.code ?? error.name}: ${error.message}`;
    found.set(words, (found.get(words) ?? 0) + 1);
  }
  return [...found].sort(([, a], [, b]) => b - a).map(([words, count]) => `${count} × ${words}`);
}

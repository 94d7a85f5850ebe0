import type { RuntimeEvents } from '@mediaconduit/runtime';
import type { CallTiming } from '@mediaconduit/sdk';

type Started = RuntimeEvents['service-started'][0];

/** Where the work was done and how long it took: `process engine · 127.0.0.1:41234 · start 41 ms, answer 2 ms`. */
export function summaryLine(started: Started | undefined, timing: CallTiming | undefined, elapsedMs: number): string {
  const startMs = timing?.startMs ?? started?.durationMs ?? 0;
  const answerMs = timing ? timing.computeMs + timing.transferMs : elapsedMs - startMs;
  const answer = `answer ${time(answerMs)}`;
  if (!started) return answer;
  const { host } = new URL(started.baseUrl);
  return `${started.engine} engine · ${host} · ${started.adopted ? 'found running in' : 'start'} ${time(startMs)}, ${answer}`;
}

/** `2 ms`, `1.4 s`, `3 min 20 s`. */
function time(ms: number): string {
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

import { describeTime } from './describe-time';
import type { RuntimeEvents } from '@mediaconduit/runtime';
import type { CallTiming } from '@mediaconduit/sdk';

type Started = RuntimeEvents['service-started'][0];

/** Where the work was done and how long it took: `process engine · 127.0.0.1:41234 · start 41 ms, answer 2 ms`. */
export function summaryLine(started: Started | undefined, timing: CallTiming | undefined, elapsedMs: number): string {
  const startMs = Math.max(timing?.startMs ?? 0, started?.durationMs ?? 0); // an earlier request may have started it
  const answerMs = timing ? timing.computeMs + timing.transferMs : elapsedMs - startMs;
  const answer = `answer ${describeTime(answerMs)}`;
  if (!started) return answer;
  const { host } = new URL(started.baseUrl);
  return `${started.engine} engine · ${host} · ${started.adopted ? 'found running in' : 'start'} ${describeTime(startMs)}, ${answer}`;
}

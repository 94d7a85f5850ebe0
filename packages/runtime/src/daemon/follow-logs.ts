import type { Clock } from '@mediaconduit/sdk';
import type { Supervisor } from '../supervisor/supervisor';
import type { LogLine } from './protocol';
import type { LogOptions } from './supervisor-client';

/** Engines keep the last lines; so often they are asked for new ones. */
const LOOK_EVERY_MS = 250;

/** More lines than this between two looks are lost. */
const WINDOW_LINES = 2000;

/** The last lines of some units, and, when asked, those that come until the signal. */
export async function* followLogs(
  supervisor: Pick<Supervisor, 'logs'>,
  { services, lines, follow, signal }: LogOptions,
  clock: Clock,
): AsyncGenerator<LogLine, void, void> {
  const seen = new Map<string, readonly string[]>();
  for (const service of services) {
    const window = await supervisor.logs(service, WINDOW_LINES);
    seen.set(service, window);
    for (const line of lines > 0 ? window.slice(-lines) : []) yield { type: 'log', service, line };
  }
  while (follow && !signal?.aborted) {
    await pause(clock, signal);
    for (const service of services) {
      const window = await supervisor.logs(service, WINDOW_LINES);
      for (const line of newLines(seen.get(service) ?? [], window)) yield { type: 'log', service, line };
      seen.set(service, window);
    }
  }
}

/** What stands in the later of two windows on one growing text only: all behind the longest overlap. */
export function newLines(earlier: readonly string[], later: readonly string[]): readonly string[] {
  for (let start = Math.max(0, earlier.length - later.length); start < earlier.length; start++) {
    const overlap = earlier.length - start;
    if (isEqual(earlier, start, later, overlap)) return later.slice(overlap);
  }
  return later;
}

function isEqual(earlier: readonly string[], start: number, later: readonly string[], count: number): boolean {
  for (let index = 0; index < count; index++) {
    if (earlier[start + index] !== later[index]) return false;
  }
  return true;
}

function pause(clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(done, LOOK_EVERY_MS);
    function done(): void {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

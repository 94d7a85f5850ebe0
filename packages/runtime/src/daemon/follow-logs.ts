import { isMediaConduitError, type Clock } from '@mediaconduit/sdk';
import type { Supervisor } from '../supervisor/supervisor';
import type { LogLine } from './protocol';
import type { LogOptions } from './supervisor-client';

/** Engines keep the last lines; so often they are asked for new ones. */
const LOOK_EVERY_MS = 250;

/** More lines than this between two looks are lost. */
const WINDOW_LINES = 2000;

/**
 * The last lines of some units, and, when asked, those that come until the signal. Without names all are meant, also
 * those that come later.
 * @throws `MC_SERVICE_NOT_FOUND` for a name that nothing has at first.
 */
export async function* followLogs(
  supervisor: Pick<Supervisor, 'logs' | 'status'>,
  { services, lines, follow, signal }: LogOptions,
  clock: Clock,
): AsyncGenerator<LogLine, void, void> {
  let seen = new Map<string, readonly string[]>();
  for (const service of services) await supervisor.logs(service, 1);
  for (let isFirst = true; isFirst || follow; isFirst = false) {
    if (!isFirst) await pause(clock, signal);
    if (signal?.aborted) return;
    const windows = await windowsOf(supervisor, services);
    for (const [service, window] of windows) {
      const fresh = isFirst ? lastOf(window, lines) : newLines(seen.get(service) ?? [], window);
      for (const line of fresh) yield { type: 'log', service, line };
    }
    seen = windows;
  }
}

/** What the units keep that are there now. */
async function windowsOf(
  supervisor: Pick<Supervisor, 'logs' | 'status'>,
  services: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const windows = new Map<string, readonly string[]>();
  const present = supervisor.status().map(({ name }) => name);
  for (const service of services.length > 0 ? services.filter((name) => present.includes(name)) : present) {
    const window = await supervisor.logs(service, WINDOW_LINES).catch(unlessGone);
    if (window) windows.set(service, window);
  }
  return windows;
}

function unlessGone(error: unknown): undefined {
  if (!isMediaConduitError(error, 'MC_SERVICE_NOT_FOUND')) throw error;
}

function lastOf(window: readonly string[], lines: number): readonly string[] {
  return lines > 0 ? window.slice(-lines) : [];
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

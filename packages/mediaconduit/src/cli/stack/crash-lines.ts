import type { CrashStatus, ServiceStatus } from '@mediaconduit/runtime/supervision';
import { describeTime } from '../describe-time';

const FEW_LOG_LINES = 10;
const MOST_LOG_LINES = 50;

/** A service that does not run, and why. */
export type CrashedService = Pick<ServiceStatus, 'name' | 'state' | 'crash'>;

/** What is known of a service that does not run: how it ended, what was changed, what it said last, what to do next. */
export function crashLines({ crash, name, state }: CrashedService, verbose: boolean): string[] {
  if (!crash) return [`✗ ${name} is ${state}`, `  next: mediaconduit logs ${name}`];
  const { changes, error, logs } = crash;
  const detail = `${String(error['code'])}: ${String(error['detail'])}`.split('\n');
  const hint = error['hint'];
  const shown = logs.slice(-(verbose ? MOST_LOG_LINES : FEW_LOG_LINES));
  const more = logs.length > shown.length ? ` (${logs.length - shown.length} more with --verbose)` : '';
  return [
    `✗ ${name} ${state === 'failed' ? 'failed' : 'could not be started yet'}: ${describeEnd(crash)}`,
    ...detail.map((line) => `  ${line}`),
    ...(changes.length > 0 ? ['  changed since it last worked:', ...changes.map((change) => `    ${change}`)] : []),
    ...(shown.length > 0 ? [`  last output${more}:`, ...shown.map((line) => `    | ${line}`)] : ['  it wrote nothing']),
    `  next: ${typeof hint === 'string' ? hint : `mediaconduit logs ${name}`}`,
  ];
}

function describeEnd({ exitCode, outOfMemory, restarts, uptimeMs }: CrashStatus): string {
  const end = outOfMemory ? 'out of memory' : exitCode === undefined ? undefined : `exit code ${exitCode}`;
  const life = uptimeMs > 0 ? `it was ready for ${describeTime(uptimeMs)}` : undefined;
  const tries = restarts === 0 ? '' : `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`;
  if (end === undefined) return `${life ?? 'it did not get ready'}${tries}`;
  return `${end} ${life ? `after ${life}` : 'before it was ready'}${tries}`;
}

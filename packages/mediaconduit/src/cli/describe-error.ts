import { messageOf, type MediaConduitError } from '@mediaconduit/sdk';

const FEW_LOG_LINES = 10;
const MOST_LOG_LINES = 50;

/** What is said about a failure on stderr, line by line; `verbose` adds more output of the service, facts and causes. */
export function describeError(error: MediaConduitError, verbose: boolean): string[] {
  const hint = error.hint === undefined ? [] : `hint: ${error.hint}`.split('\n');
  const more = verbose ? [...factLines(error), ...causeLines(error)] : [];
  return [...`error ${error.code}: ${error.message}`.split('\n'), ...hint, ...logLines(error, verbose), ...more];
}

function logLines({ facts }: MediaConduitError, verbose: boolean): string[] {
  const logs = facts['logs'];
  if (!Array.isArray(logs) || logs.length === 0) return [];
  const shown = logs.slice(-(verbose ? MOST_LOG_LINES : FEW_LOG_LINES)).map((line) => `  | ${String(line)}`);
  const hidden = logs.length - shown.length;
  return [`last output of the service${hidden > 0 ? ` (${hidden} more with --verbose)` : ''}:`, ...shown];
}

function factLines({ facts }: MediaConduitError): string[] {
  return Object.entries(facts)
    .filter(([name, value]) => name !== 'logs' && value !== undefined)
    .map(([name, value]) => `  ${name}: ${typeof value === 'string' ? value : (JSON.stringify(value) ?? '?')}`);
}

function causeLines(error: Error): string[] {
  const lines: string[] = [];
  // a chain may be a circle
  const seen = new Set<unknown>([error]);
  for (
    let cause = error.cause;
    cause !== undefined && !seen.has(cause);
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    seen.add(cause);
    const stack = cause instanceof Error ? cause.stack : undefined;
    lines.push(...`caused by ${stack ?? messageOf(cause)}`.split('\n'));
  }
  return lines;
}

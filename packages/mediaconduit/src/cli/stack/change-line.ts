import type { StackLine } from '@mediaconduit/runtime/supervision';
import { addressOf, describeReason } from './service-words';

/** One change of a stack in words: `redis: ready at 127.0.0.1:6379`. */
export function changeLine(line: StackLine): string {
  if (line.type === 'progress') return `${line.service}: ${line.message}`;
  if (line.type === 'configuration') return `configuration ${line.number}: ${changedWords(line.changed)}`;
  if (line.type === 'rejected')
    return `the stack file is not used: ${String(line.error['detail']).replaceAll('\n', '; ')}`;
  const { status } = line;
  const [address, reason] = [addressOf(status), describeReason(status)];
  const at = address === '' ? '' : ` at ${address}`;
  return `${line.service}: ${status.state}${at}${reason === undefined ? '' : `: ${reason}`}`;
}

function changedWords(changed: readonly string[]): string {
  return changed.length === 0 ? 'nothing changed' : `changed ${changed.join(', ')}`;
}

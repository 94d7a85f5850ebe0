import type { StackStatus } from '@mediaconduit/runtime/supervision';
import type { Session } from '../session';
import type { StyledLine } from '../styled-line';
import { ownStackOf } from './own-stack';
import { stackLines } from './status-table';

/** The tables of all stacks, that of the project first. */
export function allStackLines(
  { folder, output }: Session,
  stacks: readonly StackStatus[],
  width = output.width,
): StyledLine[] {
  const own = ownStackOf(folder, stacks);
  const ordered = [...stacks.filter((stack) => stack === own), ...stacks.filter((stack) => stack !== own)];
  return ordered.flatMap((stack, index) => [...(index > 0 ? [[]] : []), ...stackLines(stack, width)]);
}

import type { StackDifference } from '@mediaconduit/runtime/supervision';
import type { StyledLine } from '../styled-line';

/** `+ web`, `- redis`, `~ cowsay (is replaced)` with a line for each change. */
export function differenceLines({ added, changed, others, removed }: StackDifference): StyledLine[] {
  return [
    ...removed.map((name): StyledLine => [{ text: `- ${name}`, style: 'red' }]),
    ...added.map((name): StyledLine => [{ text: `+ ${name}`, style: 'green' }]),
    ...changed.flatMap(({ changes, name, replaces }) => [
      [{ text: `~ ${name} (${replaces ? 'is replaced' : 'runs on'})`, style: 'yellow' as const }],
      ...changes.map((change): StyledLine => [{ text: `    ${change}` }]),
    ]),
    ...others.map((change): StyledLine => [{ text: `~ ${change}`, style: 'yellow' }]),
  ];
}

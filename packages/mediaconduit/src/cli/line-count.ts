import { InvalidArgumentError } from 'commander';

/** A number of lines on the command line. */
export function lineCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('Give a number of lines.');
}

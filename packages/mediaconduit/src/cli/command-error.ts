import { MediaConduitError } from '@mediaconduit/sdk';
import type { CommanderError } from 'commander';

/** What commander says about a wrong call, in our words: its suggestion becomes the hint. */
export function toUsageError(error: CommanderError): MediaConduitError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /^\(Did you mean (.+)\?\)$/.exec(rest.join(' ').trim())?.[1];
  return new MediaConduitError('MC_USAGE', `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/, '.')}`, {
    hint: suggestion === undefined ? 'mediaconduit --help' : `did you mean ${suggestion}?`,
  });
}

import { MediaConduitError } from '@mediaconduit/sdk';
import type { CommanderError } from 'commander';

/** What commander says about a wrong call, in our words: its suggestion, or what a value must be, becomes the hint. */
export function toUsageError(error: CommanderError): MediaConduitError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /^\(Did you mean (.+)\?\)$/.exec(rest.join(' ').trim())?.[1];
  const [, said = first, wanted] = /^(.* is invalid)\. (.+)$/.exec(first) ?? [];
  return new MediaConduitError('MC_USAGE', `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.?$/, '.')}`, {
    hint: suggestion === undefined ? (wanted ?? 'mediaconduit --help') : `did you mean ${suggestion}?`,
  });
}

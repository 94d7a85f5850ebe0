import { MediaConduitError } from '@mediaconduit/sdk';
import type { CommanderError } from 'commander';

/**
 * What commander says about a wrong call, in our words: its suggestion, or what a value must be, becomes the hint.
 * @param command the one that was called, if there is one.
 */
export function toUsageError(error: CommanderError, command?: string): MediaConduitError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /^\(Did you mean (.+)\?\)$/.exec(rest.join(' ').trim())?.[1];
  const [, said = first, wanted] = /^(.* is invalid)\. (.+)$/.exec(first) ?? [];
  return new MediaConduitError('MC_USAGE', `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.?$/, '.')}`, {
    hint: suggestion === undefined ? (wanted ?? helpOf(command)) : `did you mean ${suggestion}?`,
  });
}

function helpOf(command: string | undefined): string {
  return ['mediaconduit', command, '--help'].filter((word) => word !== undefined).join(' ');
}

import { MediaConduitError } from '@mediaconduit/sdk';
import type { Command, CommanderError } from 'commander';

/**
 * What commander says about a wrong call, in our words: its suggestion, or what a value must be, becomes the hint.
 * @param command the one that was called, if there is one.
 */
export function toUsageError(error: CommanderError, command?: Command): MediaConduitError {
  if (error.code === 'commander.help' && command) return incomplete(command);
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /^\(Did you mean (.+)\?\)$/.exec(rest.join(' ').trim())?.[1];
  const [, said = first, wanted] = /^(.* is invalid)\. (.+)$/.exec(first) ?? [];
  return new MediaConduitError('MC_USAGE', `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.?$/, '.')}`, {
    hint: suggestion === undefined ? (wanted ?? helpOf(command)) : `did you mean ${suggestion}?`,
  });
}

/** For a command that is only the beginning of others. */
function incomplete(command: Command): MediaConduitError {
  const names = command.commands.map((one) => one.name()).filter((name) => name !== 'help');
  const commands = names.map((name) => `mediaconduit ${command.name()} ${name}`);
  return new MediaConduitError('MC_USAGE', `mediaconduit ${command.name()} alone does nothing.`, {
    hint: commands.join(' or '),
    facts: { commands },
  });
}

function helpOf(command: Command | undefined): string {
  return ['mediaconduit', command?.name(), '--help'].filter((word) => word !== undefined).join(' ');
}

import { MediaConduitError, nearestNames } from '@mediaconduit/sdk';
import type { Command } from 'commander';

/** Adds `help [command...]`; unlike commander's own it knows when there is no such command. */
export function addHelpCommand(parent: Command): void {
  parent
    .helpCommand(false)
    .command('help')
    .argument('[command...]')
    .description('print help for a command')
    .action((names: readonly string[]) => names.reduce(commandIn, parent).outputHelp());
}

/** The usage error for a word where a command of `parent` was expected. */
export function unknownCommand(name: string, parent: Command): MediaConduitError {
  const commands = parent.commands.map((command) => command.name());
  const near = nearestNames(name, commands);
  return new MediaConduitError('MC_USAGE', `Unknown command '${name}'.`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `commands: ${commands.join(', ')}`,
    facts: { command: name, commands },
  });
}

function commandIn(parent: Command, name: string): Command {
  const found = parent.commands.find((command) => command.name() === name);
  if (found) return found;
  throw unknownCommand(name, parent);
}

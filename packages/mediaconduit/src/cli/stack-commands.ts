import type { Command } from 'commander';
import { addHelpCommand } from './help-command';
import { commandExamples } from './help-text';
import { lineCount } from './line-count';
import type { Session, SessionSettings } from './session';

/* eslint-disable @typescript-eslint/no-require-imports -- a command's code is loaded when it is called */
const load = {
  up: () => require('./up-command') as typeof import('./up-command'),
  down: () => require('./down-command') as typeof import('./down-command'),
  status: () => require('./status-command') as typeof import('./status-command'),
  logs: () => require('./logs-command') as typeof import('./logs-command'),
  restart: () => require('./restart-command') as typeof import('./restart-command'),
  config: () => require('./config-command') as typeof import('./config-command'),
  exportState: () => require('./state-export-command') as typeof import('./state-export-command'),
  importState: () => require('./state-import-command') as typeof import('./state-import-command'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs a command's work in its session. */
type Act = (
  work: (session: Session) => Promise<number>,
  settings?: Pick<SessionSettings, 'folderMayBeGone'>,
) => Promise<void>;

/** A stack outlives its folder. */
const RUNNING = { folderMayBeGone: true };

/** How the commands are wired to the program. */
export interface StackCommandParts {
  readonly act: Act;
  /** Columns that help may take. */
  readonly width: number;
}

interface UpFlags {
  readonly only?: readonly string[];
  readonly wait?: boolean;
}

/** The commands that speak with the supervisor. */
export function addStackCommands(program: Command, { act, width }: StackCommandParts): void {
  addUp(program, { act, width });
  program
    .command('down')
    .description('stop the stack of the project')
    .option('--all', 'every stack, and the supervisor')
    .option('--volumes <name...>', 'remove these named volumes with their data; without it they stay')
    .addHelpText('before', commandExamples('down', width))
    .action((flags: { all?: boolean; volumes?: string[] }) =>
      act((session) => load.down().bringDown(session, flags), RUNNING),
    );
  program
    .command('status')
    .description('the services of all stacks, and why one does not run')
    .option('--watch', 'go on and show what changes, until Ctrl-C')
    .addHelpText('before', commandExamples('status', width))
    .action((flags: { watch?: boolean }) => act((session) => load.status().showStatus(session, flags), RUNNING));
  program
    .command('logs')
    .description('what services of the stack wrote')
    .argument('[service...]', 'only these')
    .option('-f, --follow', 'go on, until Ctrl-C')
    .option('--lines <count>', 'the last lines of each service', lineCount, 50)
    .addHelpText('before', commandExamples('logs', width))
    .action((services: string[], flags: { follow?: boolean; lines: number }) =>
      act((session) => load.logs().showStackLogs(session, services, flags), RUNNING),
    );
  program
    .command('restart <service>')
    .description('end a service of the stack and start it again')
    .addHelpText('before', commandExamples('restart', width))
    .action((service: string) => act((session) => load.restart().restartService(session, service), RUNNING));
  addConfig(program, { act, width });
  addState(program, { act, width });
}

function addUp(program: Command, { act, width }: StackCommandParts): void {
  program
    .command('up')
    .description('start the services of mediaconduit.yml and leave them running')
    .usage('[feature...] [--no-<feature>...] [options]')
    .argument('[feature...]', 'features to switch on; --no-<feature> switches one off')
    .option('--only <service...>', 'only these services and what they need')
    .option('--wait', 'stay until all are ready; exit code 5 when one failed')
    .allowUnknownOption()
    .addHelpText('before', commandExamples('up', width))
    .action((words: string[], { only, wait }: UpFlags, command: Command) => {
      const ownFlags = [...command.options, ...program.options].flatMap(({ long }) => long ?? []);
      return act((session) => load.up().bringUp(session, { words, only, wait, ownFlags }));
    });
}

function addConfig(program: Command, { act, width }: StackCommandParts): void {
  const config = program
    .command('config')
    .description('check and explain mediaconduit.yml')
    .addHelpText('before', commandExamples('config', width));
  config
    .command('validate [file]')
    .description('whether it can be used; every fault with its place')
    .action((file?: string) => act((session) => load.config().validateConfig(session, file)));
  config
    .command('explain [service]')
    .description('the values of a service and who said each')
    .action((service?: string) => act((session) => load.config().explainConfig(session, service)));
  config
    .command('diff')
    .description('what differs from the configuration that was applied last')
    .action(() => act((session) => load.config().diffConfig(session)));
  addHelpCommand(config);
}

function addState(program: Command, { act, width }: StackCommandParts): void {
  const state = program
    .command('state')
    .description('keep a stack in a file, and bring it back')
    .addHelpText('before', commandExamples('state', width));
  state
    .command('export <file>')
    .description('write the configuration in force and what runs into a tar file')
    .option('--data', 'also the data of named volumes')
    .action((file: string, flags: { data?: boolean }) =>
      act((session) => load.exportState().exportStackState(session, file, flags)),
    );
  state
    .command('import <file>')
    .description('bring back what such a file holds, and start what ran; asks before it replaces anything')
    .action((file: string) => act((session) => load.importState().importStackState(session, file)));
  addHelpCommand(state);
}

import { MediaConduitError } from '@mediaconduit/sdk';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ConformanceFlags } from './conformance-command';
import { addHelpCommand, unknownCommand } from './help-command';
import { HELP_LAYOUT } from './help-layout';
import { commandExamples, examples, exitCodes, RUN_EXAMPLES } from './help-text';
import { lineCount } from './line-count';
import type { MatrixFlags } from './matrix-command';
import { ownVersion } from './own-version';
import { addPackageCommands } from './package-commands';
import { parseDuration } from './parse-duration';
import type { ReadmeFlags } from './readme-command';
import type { RunFlags } from './run-command';
import type { Session, SessionSettings } from './session';
import { addStackCommands } from './stack-commands';
import { wrapWords } from './wrap-words';

/* eslint-disable @typescript-eslint/no-require-imports -- a command's code, and the SDK's, is loaded when it is called */
const load = {
  run: () => require('./run-command') as typeof import('./run-command'),
  providers: () => require('./providers-command') as typeof import('./providers-command'),
  models: () => require('./models-command') as typeof import('./models-command'),
  services: () => require('./services-command') as typeof import('./services-command'),
  startServices: () => require('./start-services-command') as typeof import('./start-services-command'),
  cache: () => require('./cache-command') as typeof import('./cache-command'),
  trust: () => require('./trust-command') as typeof import('./trust-command'),
  dev: () => require('./dev-command') as typeof import('./dev-command'),
  conformance: () => require('./conformance-command') as typeof import('./conformance-command'),
  matrix: () => require('./matrix-command') as typeof import('./matrix-command'),
  readme: () => require('./readme-command') as typeof import('./readme-command'),
  doctor: () => require('./doctor-command') as typeof import('./doctor-command'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

type Work = (session: Session) => Promise<number>;

interface GlobalFlags {
  readonly engine?: SessionSettings['engine'];
  /** In ms, as `duration` read it. */
  readonly timeout?: number;
  readonly cwd?: string;
  readonly yes?: boolean;
}

/** How the program is wired to one run of the command. */
export interface ProgramParts {
  /** Takes help and the version. */
  readonly write: (text: string) => void;
  /** Columns that help may take. */
  readonly width: number;
  /** What stood after `--`. */
  readonly literal: readonly string[];
  /** Called with what the words mean. */
  readonly start: (settings: SessionSettings, work: Work) => Promise<void>;
}

/** The commands and flags of `mediaconduit`. Parsing throws commander's errors, help and version included. */
export function createProgram(parts: ProgramParts): Command {
  const program = new Command('mediaconduit')
    .description('One typed call to any media or AI model; the service it needs starts itself.')
    .usage('<command> [options]')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureHelp(HELP_LAYOUT)
    .exitOverride()
    .configureOutput({ writeOut: parts.write, writeErr: () => undefined, getOutHelpWidth: () => parts.width });
  addGlobalOptions(program);
  const start = (work: Work, more?: Pick<SessionSettings, 'folderMayBeGone'>): Promise<void> => {
    const { engine, timeout, cwd, yes } = program.opts<GlobalFlags>();
    return parts.start({ engine, timeoutMs: timeout, cwd, yes, ...more }, work);
  };
  const act: typeof start = async (work, more) => {
    if (parts.literal.length > 0) throw notTaken(parts.literal);
    await start(work, more);
  };
  addRun(program, parts, start);
  addLists(program, act);
  addStackCommands(program, { act, width: parts.width });
  addServices(program, act);
  addCache(program, act);
  addPackageCommands(program, { act, width: parts.width });
  addTrust(program, act);
  program
    .command('dev <folder>')
    .description('load a provider, and again whenever its files change')
    .action((folder: string) => act((session) => load.dev().developProvider(session, folder)));
  addConformance(program, parts, act);
  addMatrix(program, parts, act);
  addReadme(program, parts, act);
  program
    .command('doctor')
    .description('check what works on this machine and how to mend the rest')
    .action(() => act((session) => load.doctor().diagnose(session)));
  addHelpCommand(program);
  return program.addHelpText('before', examples(parts.width)).addHelpText('after', exitCodes(parts.width));
}

function addGlobalOptions(program: Command): void {
  const engine = new Option('--engine <engine>', 'what runs services').choices(['auto', 'docker', 'process']);
  program
    .option('--json', 'one JSON object on stdout, also for errors')
    .addOption(engine)
    .option('--timeout <time>', 'for the whole command: 500ms, 30s, 2m', duration)
    .option('--cwd <folder>', 'the project whose providers are used')
    .option('--quiet', 'nothing but data and errors')
    .option('--verbose', 'events, facts and causes of errors')
    .option('--yes', 'answer every question with yes, such as before a large download');
}

function addRun(program: Command, { literal, width }: ProgramParts, act: (work: Work) => Promise<void>): void {
  program
    .command('run')
    .description('transform one input; options of the model are flags: --cow tux')
    .usage('<provider[:model]> [input...] [options]')
    .argument('[words...]', 'provider, input and options of the model')
    .option('--option <key=value>', 'an option of the model, as often as wanted', collect)
    .option(
      '--input <name=value>',
      'a named input: video=a.mp4, text=Hi, text=@letter.txt; as often as wanted',
      collect,
    )
    .option('--file <path>', 'read the input from a file')
    .option('--out <path>', 'write the output to a file')
    .option('--stream', 'with --json: every event as a line of JSON, the result as the last one')
    .option('--model <id>', 'the model, where the provider is named by a folder or a URL')
    .option('--capability <capability>', 'what the model is to do: text-to-text')
    .allowUnknownOption()
    .addHelpText('before', RUN_EXAMPLES)
    .addHelpText('after', `\n${wrapWords('mediaconduit models <provider:model> lists the options of a model.', width)}`)
    .action((words: string[], flags: RunFlags, command: Command) => {
      const ownFlags = [...command.options, ...program.options].flatMap(({ long }) => long ?? []);
      return act((session) => load.run().runModel(session, { words, literal, flags, ownFlags }));
    });
}

function addLists(program: Command, act: (work: Work) => Promise<void>): void {
  program
    .command('providers')
    .description('list the installed providers')
    .action(() => act((session) => load.providers().listProviders(session)));
  program
    .command('models')
    .description('list models, or show one with its options')
    .argument('[provider[:model]]')
    .option('--capability <capability>', 'only those that can do this')
    .option('--refresh', 'ask the service of the provider which models it has')
    .action((reference: string | undefined, flags: { capability?: string; refresh?: boolean }) =>
      act((session) => load.models().listModels(session, reference, flags)),
    );
}

function addServices(program: Command, act: (work: Work) => Promise<void>): void {
  const services = program.command('services').description('list, watch and stop services');
  services
    .command('list', { isDefault: true })
    .description('all installed services')
    .allowExcessArguments() // it is also called for a command that does not exist
    .action((_flags: object, { args: [word] }: Command) => {
      if (word !== undefined) throw unknownCommand(word, services);
      return act((session) => load.services().listServices(session));
    });
  services
    .command('status [name]')
    .description('what runs, where and since when')
    .action((name?: string) => act((session) => load.services().showServices(session, name)));
  services
    .command('logs <name>')
    .description('the last lines that a service wrote')
    .option('--lines <count>', 'how many', lineCount, 50)
    .action((name: string, { lines }: { lines: number }) =>
      act((session) => load.services().showLogs(session, name, lines)),
    );
  services
    .command('start <name...>')
    .description('start services and leave them running, until stop or down --all')
    .action((names: string[]) => act((session) => load.startServices().startServices(session, names)));
  services
    .command('stop <name>')
    .description('end a service, whoever uses it')
    .action((name: string) => act((session) => load.services().stopService(session, name)));
  addHelpCommand(services);
}

function addCache(program: Command, act: (work: Work) => Promise<void>): void {
  const cache = program.command('cache').description('what services have downloaded: list and remove it');
  cache
    .command('ls', { isDefault: true })
    .alias('list')
    .description('models, volumes and Python packages, with their sizes')
    .argument('[service]', 'only of this one')
    .action((service?: string) => act((session) => load.cache().listCache(session, service)));
  cache
    .command('rm')
    .description('remove some or all of it')
    .argument('[names...]', 'a service, or one entry: whisper-service/base')
    .option('--all', 'everything that no service uses now')
    .action((names: string[], { all }: { all?: boolean }) =>
      act((session) => load.cache().removeFromCache(session, names, all === true)),
    );
  addHelpCommand(cache);
}

function addTrust(program: Command, act: (work: Work) => Promise<void>): void {
  program
    .command('trust')
    .description('let a service whose compose file is refused run as it is')
    .argument('[service]')
    .option('--list', 'which are trusted')
    .option('--remove', 'trust it no more')
    .action((service: string | undefined, flags: { list?: boolean; remove?: boolean }) =>
      act((session) => load.trust().trustService(session, service, flags)),
    );
}

function addConformance(program: Command, { width }: ProgramParts, act: (work: Work) => Promise<void>): void {
  const level = new Option('--level <level>', 'fail below this level').choices([
    'bronze',
    'silver',
    'gold',
    'platinum',
  ]);
  program
    .command('conformance <folder>')
    .description('check a provider or service against every rule, and say how good it is')
    .option('--docker', 'also build its image and run it')
    .addOption(level)
    .option('--rule <ids...>', 'only these rules: MC-P20')
    .option('--badge <file>', 'write the level as a badge: .svg, or .json for shields.io')
    .addHelpText('before', commandExamples('conformance', width))
    .action((folder: string, flags: ConformanceFlags) =>
      act((session) => load.conformance().checkPackage(session, folder, flags)),
    );
}

function addMatrix(program: Command, { width }: ProgramParts, act: (work: Work) => Promise<void>): void {
  program
    .command('matrix [provider...]')
    .description('say which provider runs with which version of MediaConduit, tried in empty projects')
    .option('--core <version>', 'a version or tag, as often as wanted (default: installed, latest and next)', collect)
    .option('--rule <ids...>', 'only these rules: MC-P11')
    .option('--markdown', 'a page instead of a table for the terminal')
    .addHelpText('before', commandExamples('matrix', width))
    .action((words: string[], flags: MatrixFlags) =>
      act((session) => load.matrix().tryProviders(session, words, flags)),
    );
}

function addReadme(program: Command, { width }: ProgramParts, act: (work: Work) => Promise<void>): void {
  program
    .command('readme')
    .description("write the part of a provider's README that its manifest and its code make")
    .argument('[folder]', 'the provider', '.')
    .option('--check', 'change nothing, and fail where something would be changed: for CI')
    .addHelpText('before', commandExamples('readme', width))
    .action((folder: string, flags: ReadmeFlags) =>
      act((session) => load.readme().writeReadme(session, folder, flags)),
    );
}

/** Only `run` may be given what looks like an option and is none. */
function notTaken([first, ...others]: readonly string[]): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `This command takes nothing after "--", such as "${first}".`, {
    hint: 'leave "--" out',
    facts: { words: [first, ...others] },
  });
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof MediaConduitError ? (error.hint ?? '') : '');
  }
}

import { Option, type Command } from 'commander';
import type { AddFlags } from './add-command';
import { commandExamples } from './help-text';
import type { MigrateFlags } from './migrate-command';
import type { ReleaseAgeFlag } from './release-age-option';
import type { Session } from './session';

/* eslint-disable @typescript-eslint/no-require-imports -- a command's code is loaded when it is called */
const load = {
  plan: () => require('./plan-command') as typeof import('./plan-command'),
  why: () => require('./why-command') as typeof import('./why-command'),
  add: () => require('./add-command') as typeof import('./add-command'),
  remove: () => require('./remove-command') as typeof import('./remove-command'),
  update: () => require('./update-command') as typeof import('./update-command'),
  verify: () => require('./verify-command') as typeof import('./verify-command'),
  bundle: () => require('./bundle-command') as typeof import('./bundle-command'),
  install: () => require('./install-command') as typeof import('./install-command'),
  gc: () => require('./gc-command') as typeof import('./gc-command'),
  migrate: () => require('./migrate-command') as typeof import('./migrate-command'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

const AGE = ['--min-release-age <age>', 'take nothing younger: 3d, 36h, 2w, or 0 for any age'] as const;

type Act = (work: (session: Session) => Promise<number>) => Promise<void>;

/** The commands that change what a project uses from registries and repositories, and look after it. */
export function addPackageCommands(program: Command, { act, width }: { act: Act; width: number }): void {
  const isolation = new Option('--isolation <how>', 'process: the provider gets a process of its own').choices([
    'none',
    'process',
  ]);
  program
    .command('plan [identifier...]')
    .description('say what would be downloaded and started, and do nothing of it; without any, for the project')
    .addHelpText('before', commandExamples('plan', width))
    .action((identifiers: string[]) => act((session) => load.plan().planPackages(session, identifiers)));
  program
    .command('why <name>')
    .description('say what brings a package, provider or service along, and where it is')
    .addHelpText('before', commandExamples('why', width))
    .action((name: string) => act((session) => load.why().explainPackage(session, name)));
  program
    .command('add <identifier...>')
    .description('fetch providers or services and write them into mediaconduit.lock')
    .option(...AGE)
    .addOption(isolation)
    .addHelpText('before', commandExamples('add', width))
    .action((identifiers: string[], flags: AddFlags) =>
      act((session) => load.add().addPackages(session, identifiers, flags)),
    );
  program
    .command('remove <identifier...>')
    .description('take providers or services out of mediaconduit.lock')
    .action((identifiers: string[]) => act((session) => load.remove().removePackages(session, identifiers)));
  program
    .command('update [identifier...]')
    .description('lock what the identifiers mean now; without any, all of mediaconduit.lock')
    .option(...AGE)
    .addHelpText('before', commandExamples('update', width))
    .action((identifiers: string[], flags: ReleaseAgeFlag) =>
      act((session) => load.update().updatePackages(session, identifiers, flags)),
    );
  addOfflineCommands(program, { act, width });
  program
    .command('verify')
    .description('read every file of what mediaconduit.lock names and compare it')
    .action(() => act((session) => load.verify().verifyPackages(session)));
  program
    .command('gc')
    .description('remove what no project uses any more from the store')
    .option('--all', 'also what was used within the last day')
    .action(({ all }: { all?: boolean }) => act((session) => load.gc().collectPackages(session, all === true)));
  addMigrate(program, { act, width });
}

function addOfflineCommands(program: Command, { act, width }: { act: Act; width: number }): void {
  program
    .command('install')
    .description('fetch exactly what mediaconduit.lock names, or take in a bundle')
    .argument('[words...]') // refused with the command that does it
    .usage('[options]')
    .option('--from <file>', 'a file that bundle has written; no network is used')
    .option('--no-images', 'leave the container images of the bundle out')
    .addHelpText('before', commandExamples('install', width))
    .action((words: string[], flags: { from?: string; images: boolean }) =>
      act((session) => load.install().installPackages(session, words, flags)),
    );
  program
    .command('bundle [identifier...]')
    .description('write what mediaconduit.lock names into one file, for machines without a network')
    .option('--out <file>', 'where to', 'mediaconduit-bundle.tar')
    .option('--images', 'also the container images of the services')
    .addHelpText('before', commandExamples('bundle', width))
    .action((identifiers: string[], flags: { out: string; images?: boolean }) =>
      act((session) => load.bundle().bundlePackages(session, identifiers, flags)),
    );
}

function addMigrate(program: Command, { act, width }: { act: Act; width: number }): void {
  program
    .command('migrate <folder>')
    .description('bring a provider or service of the original MediaConduit up to date, and load it')
    .option('--dry-run', 'show what would change, as a diff, and do nothing')
    .option('--force', 'also where changes are not committed; a copy of each file is kept')
    .addHelpText('before', commandExamples('migrate', width))
    .action((folder: string, flags: MigrateFlags) =>
      act((session) => load.migrate().migratePackage(session, folder, flags)),
    );
}

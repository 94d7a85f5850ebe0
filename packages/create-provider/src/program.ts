import { CAPABILITIES } from '@mediaconduit/sdk';
import { Command, type CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_NAMES, KINDS } from './kinds';
import { LICENCE_NAMES } from './licences';
import { PACKAGE_MANAGER_NAMES } from './package-manager';

/** The flags, as commander reads them. */
export interface CreateFlags {
  readonly kind?: string;
  readonly capability?: readonly string[];
  readonly scope?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly folder?: string;
  readonly url?: string;
  readonly image?: string;
  readonly port?: string;
  readonly health?: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly packageManager?: string;
  readonly install: boolean;
  readonly git: boolean;
  readonly registryCheck: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What a command line says. */
export interface CreateWords {
  readonly name?: string;
  readonly flags: CreateFlags;
}

const EXAMPLES = `
Examples:
  npm create @mediaconduit/provider my-thing
  npm create @mediaconduit/provider my-thing -- --kind node --capability text-to-image --yes
  npm create @mediaconduit/provider @acme/my-thing -- --kind openai --url http://localhost:8000/v1

Kinds:
${KIND_NAMES.map((kind) => `  ${kind.padEnd(8)}${KINDS[kind].summary}`).join('\n')}

Capabilities:
  ${CAPABILITIES.slice(0, 8).join(', ')},
  ${CAPABILITIES.slice(8).join(', ')}

Exit codes: 0 made, 1 failed, 2 used in a wrong way, 4 cannot be written, 8 the folder or the name is taken, 130 cancelled.`;

/**
 * Reads the words of the command line; `write` takes help and the version.
 * @throws what commander throws, help and version included.
 */
export function parseCommandLine(args: readonly string[], write: (text: string) => void): CreateWords {
  const program = createCommand(write);
  program.parse([...args], { from: 'user' });
  const [name] = program.args;
  return { name, flags: program.opts<CreateFlags>() };
}

/** Whether it is only help or the version that was asked for, which has been written. */
export function isDone(error: unknown): error is CommanderError {
  return ['commander.helpDisplayed', 'commander.version'].includes(String((error as { code?: unknown })?.code));
}

function createCommand(write: (text: string) => void): Command {
  const list = (value: string, before: readonly string[] = []): string[] => [...before, value];
  return new Command('create-provider')
    .description('Makes a provider for MediaConduit: a package with its service, tests, CI and release.')
    .usage('[name] [options]')
    .argument('[name]', 'my-thing, or @acme/my-thing')
    .option('-k, --kind <kind>', `${KIND_NAMES.join(', ')} (default: api)`)
    .option('-c, --capability <capability>', 'what it can do; several times, or with commas', list)
    .option('--scope <scope>', 'scope of the package, such as @acme')
    .option('--description <text>', 'one sentence')
    .option('--author <text>', 'who has written it')
    .option('--license <licence>', `${LICENCE_NAMES.join(', ')} (default: MIT)`)
    .option('--folder <path>', 'where it goes (default: the name with -provider)')
    .option('--url <url>', 'address of the API (api, openai, gradio)')
    .option('--image <image>', 'container image (image, cog)')
    .option('--port <port>', 'on which the container listens (image, cog)')
    .option('--health <path>', 'which the container answers when it is ready (image, cog)')
    .option('--endpoint <path>', 'of the Gradio app, such as /predict')
    .option('--model <id>', 'what the API calls its model')
    .option('--package-manager <name>', `${PACKAGE_MANAGER_NAMES.join(', ')} (default: the one that runs this)`)
    .option('--no-install', 'write files only')
    .option('--no-git', 'make no repository')
    .option('--no-registry-check', 'do not ask the registry whether the name is free')
    .option('-y, --yes', 'ask nothing; take what is usual')
    .option('--json', 'say what was made as one JSON object')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined });
}

function ownVersion(): string {
  const file = join(__dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

import { isMediaConduitError, MediaConduitError, toMediaConduitError } from '@mediaconduit/sdk';
import { CommanderError } from 'commander';
import { resolve } from 'node:path';
import type { GivenAnswers } from './answers';
import { askAnswers } from './ask-answers';
import { checkAnswers } from './check-answers';
import { createProvider } from './create-provider';
import { nextCommands } from './next-commands';
import { detectPackageManager, parsePackageManager } from './package-manager';
import { isDone, parseCommandLine, type CreateFlags, type CreateWords } from './program';
import type { Questions } from './questions';

/** Where the command runs. */
export interface CommandHost {
  /** Absolute. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Whether a person reads and types. */
  readonly isTerminal: boolean;
  readonly questions: Questions;
  /** Data, and everything else. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** Runs `create-provider` with its words; resolves to the exit code. */
export async function runCommandLine(args: readonly string[], host: CommandHost): Promise<number> {
  let isJson = args.includes('--json');
  try {
    const words = parseCommandLine(args, host.stdout);
    isJson = words.flags.json === true;
    await create(words, host);
    return 0;
  } catch (error) {
    if (isDone(error)) return 0;
    const failure = describedFailure(error, host.signal);
    host.stderr(isJson ? `${JSON.stringify(failure)}\n` : errorText(failure));
    return failure.exitCode;
  }
}

async function create({ flags, name }: CreateWords, host: CommandHost): Promise<void> {
  const { environment, questions, signal } = host;
  const given = givenOf(flags, name);
  const asks = host.isTerminal && !flags.yes && !flags.json && !environment['CI'];
  const answers = checkAnswers(asks ? await askAnswers(given, questions) : given);
  const pm =
    flags.packageManager === undefined ? detectPackageManager(environment) : parsePackageManager(flags.packageManager);
  const folder = resolve(host.folder, flags.folder ?? `${answers.names.id}-provider`);
  const say = (line: string): void => host.stderr(`${line}\n`);
  const { git, install, registryCheck } = flags;
  const made = await createProvider(answers, { folder, pm, git, install, registryCheck, environment, signal, say });
  const next = nextCommands(made, pm, host.folder);
  if (flags.json) host.stdout(`${JSON.stringify({ ...made, next })}\n`);
  else host.stdout(`${made.name} is in ${folder}\n\nNext:\n${next.map((line) => `  ${line}\n`).join('')}`);
}

function givenOf(flags: CreateFlags, name: string | undefined): GivenAnswers {
  const { author, capability, description, endpoint, health, image, kind, license, model, port, scope, url } = flags;
  const place = { url, image, port, health, endpoint, model };
  return { name, scope, kind, capabilities: capability, description, author, licence: license, ...place };
}

function describedFailure(error: unknown, signal: AbortSignal): MediaConduitError {
  if (signal.aborted) {
    return new MediaConduitError('MC_CALL_ABORTED', 'Cancelled; nothing is left of it.', { cause: error });
  }
  if (error instanceof CommanderError) return usageError(error);
  return isMediaConduitError(error) ? error : toMediaConduitError(error);
}

function usageError({ message }: CommanderError): MediaConduitError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const nearest = /Did you mean (.+)\?/.exec(rest.join(' '))?.[1];
  return new MediaConduitError('MC_USAGE', `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/, '.')}`, {
    hint: nearest === undefined ? 'npm create @mediaconduit/provider -- --help' : `did you mean ${nearest}?`,
  });
}

function errorText({ code, hint, message }: MediaConduitError): string {
  return `error ${code}: ${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`;
}

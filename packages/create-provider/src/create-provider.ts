import { MediaConduitError } from '@mediaconduit/sdk';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProviderAnswers } from './answers';
import { checkRegistry } from './check-registry';
import { isInRepository, openRepository } from './open-repository';
import type { PackageManager } from './package-manager';
import { planPackage } from './plan-package';
import { runProgram, type ProgramResult } from './run-program';
import { requireFree, writeFolder } from './write-folder';

/** How a package is made. */
export interface CreateOptions {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  readonly pm: PackageManager;
  readonly install: boolean;
  readonly git: boolean;
  /** Whether the registry is asked if the name is free. */
  readonly registryCheck: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Told what is being done, and what could not be. */
  readonly say: (line: string) => void;
}

/** What was made. */
export interface CreatedProvider {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly capabilities: readonly string[];
  readonly folder: string;
  /** Paths from the folder. */
  readonly files: readonly string[];
  readonly installed: boolean;
}

/**
 * Makes the package of a provider. When it fails or is cancelled, nothing of it is left.
 * @throws `MC_FOLDER_NOT_EMPTY`, `MC_NAME_TAKEN`, `MC_FILE_WRITE_FAILED`, `MC_CALL_ABORTED`
 */
export async function createProvider(answers: ProviderAnswers, options: CreateOptions): Promise<CreatedProvider> {
  const { folder, pm, signal } = options;
  const existed = await requireFree(folder);
  if (options.registryCheck) await requireFreeName(answers.names.packageName, options);
  const files = planPackage(answers, { pm, year: new Date().getFullYear() });
  const made = await writeFolder(folder, files, signal);
  try {
    const installed = options.install && (await install(options));
    if (options.git) await initialise(options);
    const { id, packageName: name } = answers.names;
    const { capabilities, kind } = answers;
    const paths = files.map(({ path }) => path).sort();
    return { id, name, kind, capabilities, folder, files: paths, installed };
  } catch (error) {
    await removeMade(made, existed);
    throw error;
  }
}

async function requireFreeName(name: string, options: CreateOptions): Promise<void> {
  const { environment, folder, say, signal } = options;
  const state = await checkRegistry(name, { folder: existingParent(folder), environment, signal });
  if (state === 'unknown') say(`The registry does not answer: whether ${name} is free, nobody knows.`);
  if (state !== 'taken') return;
  throw new MediaConduitError('MC_NAME_TAKEN', `There is a package called ${name} already.`, {
    hint: 'choose another name or a --scope; if it is yours, --no-registry-check',
    facts: { name },
  });
}

/** Where npm finds the settings of the project that the package goes into. */
function existingParent(folder: string): string {
  const parent = dirname(folder);
  return existsSync(parent) || parent === folder ? parent : existingParent(parent);
}

/** A package that cannot be installed now is still a package. */
async function install({ environment, folder, pm, say, signal }: CreateOptions): Promise<boolean> {
  say(`Installing with ${pm.name} …`);
  const script = (name: string): Promise<ProgramResult> =>
    runProgram([...pm.run.split(' '), name], { folder, environment, signal });
  try {
    const { code, output } = await runProgram(pm.install.split(' '), { folder, environment, signal });
    if (code !== 0) throw new MediaConduitError('MC_FETCH_FAILED', lastLines(output));
    await script('format');
    const filled = [await script('build'), await script('readme')].every((one) => one.code === 0);
    if (!filled) say(`README.md could not be filled in; see ${pm.run} build, then ${pm.run} readme.`);
    return true;
  } catch (error) {
    if (signal?.aborted) throw error;
    say(`It could not be installed: ${(error as Error).message}`);
    return false;
  }
}

function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-8).join('\n');
}

async function initialise({ environment, folder, say, signal }: CreateOptions): Promise<void> {
  try {
    if (await isInRepository({ folder, environment, signal })) return;
    await openRepository({ folder, environment, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    say(`There is no git repository: ${(error as Error).message}`);
  }
}

/** A folder that was there before stays, empty as it was: somebody may stand in it. */
async function removeMade(made: string, existed: boolean): Promise<void> {
  const left = existed ? (await readdir(made)).map((name) => join(made, name)) : [made];
  for (const path of left) await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

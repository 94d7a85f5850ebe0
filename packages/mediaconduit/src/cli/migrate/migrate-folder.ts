import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MediaConduitError, toMediaConduitError } from '@mediaconduit/sdk';
import { keepBackup } from './backup';
import { gitState, unsaved } from './git-state';
import { planMigration, type MigrationPlan } from './plan-migration';
import { readTree } from './source-tree';
import { verifyParts, type Verified } from './verify-parts';
import { ownFiles, removeLeftovers, writeChanges } from './write-changes';

/** How a folder is migrated. */
export interface MigrateOptions {
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Also where something is not committed; copies are kept then. */
  readonly force: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Told what it does now. */
  readonly onStage?: (doing: string) => void;
}

/** What a migration has done, or would do. */
export interface Migration extends MigrationPlan {
  /** Absolute, without links. */
  readonly folder: string;
  /** Where copies of the old files are, relative to the folder. */
  readonly backup?: string;
  /** Empty where nothing was written that could be loaded. */
  readonly verified: readonly Verified[];
}

/**
 * Migrates what a folder holds: everything is decided in memory, written at once, and loaded afterwards.
 * @throws `MC_MIGRATION_INPUT_INVALID`, `MC_MIGRATION_UNSAVED`, `MC_MANIFEST_INVALID`, `MC_COMPOSE_INVALID`,
 *   `MC_FILE_WRITE_FAILED`; nothing is changed then, but for a file that could not be moved to its place.
 */
export async function migrateFolder(place: string, options: MigrateOptions): Promise<Migration> {
  const { dryRun, force, onStage = () => undefined, signal } = options;
  const folder = await requireFolder(place);
  const own = await ownFiles(folder);
  const tree = await readTree(folder, signal);
  const ranges = await rangesAround(folder);
  const plan = planMigration(tree, (name) => ranges.get(name));
  if (dryRun) return { ...plan, folder, verified: [] };
  let backup: string | undefined;
  if (plan.changes.length > 0) {
    const old = plan.changes.filter(({ kind }) => kind !== 'created').map(({ path }) => path);
    const state = await gitState(folder, old, signal);
    const dirty = state?.dirty.filter((path) => !own.has(path)) ?? [];
    if (dirty.length > 0 && !force) throw unsaved(folder, dirty);
    if (!state || dirty.length > 0) backup = await keepBackup(folder, plan.changes, new Date());
    onStage('writing …');
    await removeLeftovers(folder, own);
    await writeChanges(folder, plan.changes, signal);
  } else await removeLeftovers(folder, own);
  onStage('loading what was migrated …');
  const verified = await verifyParts(folder, plan.parts, options).catch((thrown: unknown) => {
    throw plan.changes.length > 0 ? afterWriting(folder, thrown) : thrown;
  });
  return { ...plan, folder, backup, verified };
}

/** The files are there, whatever keeps them from being loaded. */
function afterWriting(folder: string, thrown: unknown): MediaConduitError {
  const { code, facts, message } = toMediaConduitError(thrown);
  return new MediaConduitError(code, `All files of ${folder} are written, but they were not loaded: ${message}`, {
    hint: 'run the same command again: it changes nothing more, and loads them',
    facts,
    cause: thrown,
  });
}

async function requireFolder(place: string): Promise<string> {
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory()) return realpath(place);
  throw new MediaConduitError('MC_USAGE', found ? `${place} is a file.` : `There is no folder ${place}.`, {
    hint: 'name the folder of a provider or service: mediaconduit migrate ./my-provider',
    facts: { folder: place },
  });
}

/** What the project around the folder installs, nearest first: a provider of the original core had no package of its own. */
async function rangesAround(folder: string): Promise<ReadonlyMap<string, string>> {
  const ranges = new Map<string, string>();
  for (let at = dirname(resolve(folder)); ; at = dirname(at)) {
    const text = await readFile(join(at, 'package.json'), 'utf8').catch(() => '{}');
    for (const [name, range] of Object.entries(dependenciesIn(text))) if (!ranges.has(name)) ranges.set(name, range);
    if (dirname(at) === at) return ranges;
  }
}

function dependenciesIn(text: string): Record<string, string> {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    return { ...devDependencies, ...dependencies };
  } catch {
    return {}; // somebody else's file
  }
}

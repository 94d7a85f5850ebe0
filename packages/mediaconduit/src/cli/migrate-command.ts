import { resolve } from 'node:path';
import { migrateFolder, type Migration } from './migrate/migrate-folder';
import { migrationLines, summaryOf } from './migrate/migration-lines';
import { unifiedDiff } from './migrate/unified-diff';
import type { Output } from './output';
import type { Session } from './session';
import { tellWhenSlow } from './tell-when-slow';

/** Exit code of a migration whose result cannot be loaded. */
const FAILED = 9;

/** As the words of the command line say it. */
export interface MigrateFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `mediaconduit migrate <folder>`: a provider or service of the original core in the form of today. */
export async function migratePackage(session: Session, folder: string, flags: MigrateFlags): Promise<number> {
  const { environment, output, signal } = session;
  let doing = 'reading …';
  const onStage = (stage: string): void => void (doing = stage);
  const options = { dryRun: flags.dryRun === true, force: flags.force === true, environment, signal, onStage };
  const work = migrateFolder(resolve(session.folder, folder), options);
  session.endWith(async (reason) => {
    await work; // says what was written until then
    throw reason;
  });
  const migration = await tellWhenSlow(work, () => doing, output);
  if (output.settings.json) await output.json(jsonOf(migration, options.dryRun));
  else await tell(output, migration, options.dryRun);
  return migration.verified.every(({ ok }) => ok) ? 0 : FAILED;
}

function jsonOf(migration: Migration, dryRun: boolean): object {
  const { backup, changes, folder, notes, parts, todos, verified } = migration;
  return {
    folder,
    dryRun,
    current: changes.length === 0,
    parts,
    changes: changes.map((change) => ({ path: change.path, kind: change.kind, diff: unifiedDiff(change) })),
    todos: todos.map((todo, index) => ({ number: index + 1, ...todo })),
    notes,
    ...(backup !== undefined && { backup }),
    verified,
  };
}

async function tell(output: Output, migration: Migration, dryRun: boolean): Promise<void> {
  if (dryRun) await output.lines(migration.changes.flatMap((change) => diffLines(unifiedDiff(change))));
  await output.lines(migrationLines(migration, dryRun));
  output.note(summaryOf(migration, dryRun));
}

function diffLines(diff: string): { text: string; style?: 'bold' | 'green' | 'red' | 'cyan' }[][] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map((text) => [{ text: text.replace(/\r$/, ''), style: styleOf(text) }]);
}

function styleOf(line: string): 'bold' | 'green' | 'red' | 'cyan' | undefined {
  if (/^(?:---|\+\+\+) /.test(line)) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : undefined;
}

import type { StyledLine } from '../styled-line';
import type { FileChange, Todo } from './draft';
import type { Migration } from './migrate-folder';
import type { Verified } from './verify-parts';

/** What a migration did, or would do, for people: files, what was noticed, what is left to do, and whether it loads. */
export function migrationLines(migration: Migration, dryRun: boolean): StyledLine[] {
  const { changes, notes, todos, verified } = migration;
  return [
    ...(dryRun ? [] : changes.map(changeLine)),
    ...section(
      'Noticed',
      notes.map((note) => [{ text: `  ${note}` }]),
    ),
    ...section(
      'For you to do',
      todos.flatMap((todo, index) => todoLines(todo, index + 1)),
    ),
    ...section('Loaded', verified.flatMap(verifiedLines)),
  ];
}

/** One line about all of it. */
export function summaryOf({ backup, changes, folder, parts, todos }: Migration, dryRun: boolean): string {
  const what = parts.map(({ id, kind }) => `${kind} ${id}`).join(', ');
  const left = todos.length === 0 ? '' : `; ${todos.length} ${todos.length === 1 ? 'thing' : 'things'} for you to do`;
  if (changes.length === 0) return `${folder} is current, nothing was changed: ${what}${left}`;
  const files = changes.length === 1 ? '1 file' : `${changes.length} files`;
  if (dryRun) return `${what}: ${files} would change${left}; nothing was done`;
  const copies = backup === undefined ? '' : `; the files as they were are in ${backup}`;
  return `${what}: ${files} changed${left}${copies}`;
}

function changeLine({ kind, path }: FileChange): StyledLine {
  const style = kind === 'created' ? 'green' : kind === 'deleted' ? 'red' : undefined;
  return [{ text: `${kind.padEnd(8)} ${path}`, style }];
}

function todoLines({ file, line, what, why }: Todo, number: number): StyledLine[] {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}  `;
  return [
    [{ text: `  ${number}. ` }, { text: place, style: 'cyan' }, { text: what }],
    [{ text: `     ${why}`, style: 'dim' }],
  ];
}

function verifiedLines({ detail, hint, id, kind, ok, warnings }: Verified): StyledLine[] {
  return [
    [{ text: ok ? '  ✓ ' : '  ✗ ', style: ok ? 'green' : 'red' }, { text: `${kind} ${id}: ${detail}` }],
    ...(ok || hint === undefined ? [] : [[{ text: `    hint: ${hint}` }]]),
    ...warnings.map((warning): StyledLine => [{ text: `    ${warning}`, style: 'yellow' }]),
  ];
}

function section(title: string, lines: readonly StyledLine[]): StyledLine[] {
  return lines.length === 0 ? [] : [[{ text: `${title}:`, style: 'bold' }], ...lines];
}

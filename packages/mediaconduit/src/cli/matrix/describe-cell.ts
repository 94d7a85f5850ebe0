import type { RuleResult } from '../conformance-suite';
import { isFault, type Cell, type CoreVersion, type Row } from './matrix';

/** What is said about a cell in a table. */
export interface CellWords {
  /** `✓`, `✗`, or `–` for what packages themselves rule out. */
  readonly sign: '✓' | '✗' | '–';
  readonly text: string;
}

const MOST_RULES = 3;

/** `✓ gold, 34 kept`, `✗ MC-P11, MC-P13`, `– refused`. */
export function cellWords(cell: Cell): CellWords {
  const sign = cell.outcome === 'passed' ? '✓' : isFault(cell) ? '✗' : '–';
  if ('problem' in cell) {
    if (cell.outcome === 'failed') return { sign, text: cell.problem.code };
    return { sign, text: cell.outcome === 'refused' ? 'refused' : `not installable (${cell.problem.code})` };
  }
  return { sign, text: cell.outcome === 'passed' ? keptWords(cell) : brokenWords(cell.broken) };
}

function keptWords({ level, rules }: Pick<Extract<Cell, { rules: object }>, 'level' | 'rules'>): string {
  const unchecked = rules['not-run'];
  return [
    ...(level === undefined ? [] : [level]),
    `${rules.pass} kept`,
    ...(unchecked === 0 ? [] : [`${unchecked} not checked`]),
  ].join(', ');
}

function brokenWords(broken: readonly RuleResult[]): string {
  const named = broken.slice(0, MOST_RULES).map(({ id }) => id);
  const more = broken.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `1.1.0-next.20261122 (next)`. */
export function coreTitle({ names, version }: CoreVersion): string {
  return names.length === 0 ? version : `${version} (${names.join(', ')})`;
}

/** `@acme/shout-provider 1.2.0`. */
export function rowTitle({ provider, version }: Row): string {
  return version === undefined ? provider : `${provider} ${version}`;
}

/** One thing that is wrong, or in the way. */
export interface Finding {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is in the way of a provider, and with which cores. */
export interface RowFindings {
  /** `@acme/shout-provider 1.2.0 with 1.0.0, 1.1.0-next.1`. */
  readonly title: string;
  readonly isFault: boolean;
  readonly findings: readonly Finding[];
}

/** Why cells of a row are not `✓`: what is the same with several cores stands there once. */
export function findingsOf(row: Row): RowFindings[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of row.cells.filter(({ outcome }) => outcome !== 'passed')) {
    const key = JSON.stringify([isFault(cell), findingsIn(cell)]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((cells) => {
    const [cell] = cells;
    if (!cell) return [];
    const title = `${rowTitle(row)} with ${cells.map(({ core }) => core).join(', ')}`;
    return [{ title, isFault: isFault(cell), findings: findingsIn(cell) }];
  });
}

function findingsIn(cell: Cell): Finding[] {
  if ('problem' in cell) {
    const { code, hint, message } = cell.problem;
    return [{ title: code, lines: [...message.split('\n'), ...(hint === undefined ? [] : [`next: ${hint}`])] }];
  }
  return cell.broken.map(({ details, docs, id, next, title }) => ({
    title: `${id} ${title}`,
    lines: [...details.flatMap((one) => one.split('\n')), ...(next === undefined ? [] : [`next: ${next}`]), docs],
  }));
}

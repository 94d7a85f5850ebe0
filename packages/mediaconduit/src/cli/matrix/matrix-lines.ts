import { widthOf } from '../cut-to-width';
import type { Span, Style, StyledLine } from '../styled-line';
import { cellWords, coreTitle, findingsOf, rowTitle, type CellWords } from './describe-cell';
import { isFault, type Cell, type Matrix, type Row } from './matrix';

const GAP = '  ';

const STYLES: Readonly<Record<CellWords['sign'], Style>> = { '✓': 'green', '✗': 'red', '–': 'dim' };

/** A table, and below it why each cell is not `✓`. */
export function matrixLines({ cores, rows }: Matrix): StyledLine[] {
  const head: Span[] = ['provider', ...cores.map(coreTitle)].map((text) => ({ text, style: 'bold' }));
  const body = rows.map((row): Span[] => [
    { text: rowTitle(row) },
    ...row.cells.map(cellWords).map(({ sign, text }) => ({ text: `${sign} ${text}`, style: STYLES[sign] })),
  ]);
  const findings = rows.flatMap((row) => row.cells.flatMap((cell) => findingLines(row, cell)));
  return [...aligned([head, ...body]), ...findings];
}

function findingLines(row: Row, cell: Cell): StyledLine[] {
  const found = findingsOf(cell);
  if (found.length === 0) return [];
  const title: Span = { text: `${rowTitle(row)} with ${cell.core}`, style: isFault(cell) ? 'red' : 'dim' };
  const texts = found.flatMap(({ lines, title: what }) => [
    `  ${what}`,
    ...lines.map((line) => `    ${line}`.trimEnd()),
  ]);
  return [[], [title], ...texts.map(plain)];
}

function plain(text: string): StyledLine {
  return [{ text }];
}

function aligned(rows: readonly (readonly Span[])[]): StyledLine[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at]?.text ?? ''))));
  return rows.map((row) =>
    row.flatMap((span, at) => {
      const fill = (widths[at] ?? 0) - widthOf(span.text);
      return at === row.length - 1 ? [span] : [span, { text: ' '.repeat(fill) + GAP }];
    }),
  );
}

import { escapeControls } from './escape-controls';
import { wrapWords } from './wrap-words';

/** What stands left of a description that is to begin on the same line, at most. */
export const WIDEST_LEFT = 28;

const GAP = '  ';
const INDENT = 4;

/**
 * Lines with aligned columns, for people. Where they are wider than `width` the last column is wrapped, and stands on
 * lines of its own below what is wide. Cells come from manifests of others, so they are made harmless.
 */
export function tableLines(rows: readonly (readonly string[])[], width = Infinity): string {
  const cells = rows.map((row) => row.map(escapeControls));
  const lines = aligned(cells);
  const shown = lines.every((line) => line.length <= width) ? lines : described(cells, width);
  return shown.map((line) => `${line}\n`).join('');
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = widthsOf(cells);
  return cells.map((row) => joined(row, widths));
}

function described(cells: readonly (readonly string[])[], width: number): string[] {
  const lefts = cells.map((row) => row.slice(0, -1));
  const widths = widthsOf(lefts);
  const fitting = lefts.map((row) => joined(row, widths).length).filter((length) => length <= WIDEST_LEFT);
  const start = fitting.length > 0 ? Math.max(...fitting) + GAP.length : INDENT;
  const hanging = (widths[0] ?? 0) + GAP.length;
  return cells.map((row) => {
    const left = joined(row.slice(0, -1), widths);
    const description = row.at(-1) ?? '';
    if (description === '') return wrapWords(left, width, hanging);
    if (left.length + GAP.length <= start) return wrapWords(left.padEnd(start) + description, width, start);
    return `${wrapWords(left, width, hanging)}\n${wrapWords(' '.repeat(start) + description, width, start)}`;
  });
}

function widthsOf(cells: readonly (readonly string[])[]): number[] {
  return (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
}

function joined(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell))
    .join(GAP)
    .trimEnd();
}

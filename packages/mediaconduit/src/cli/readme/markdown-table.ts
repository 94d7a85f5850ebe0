import { widthOf } from '../cut-to-width';

/** A table is aligned unless that makes its lines longer. */
const WIDEST = 400;

/**
 * The lines of a table as Prettier writes them. Cells are Markdown; what would end them is escaped. A column in which no
 * row says anything is left out.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const shown = head.flatMap((_, column) => (rows.some((row) => (row[column] ?? '') !== '') ? [column] : []));
  const lines = [head, ...rows].map((row) => shown.map((column) => (row[column] ?? '').replaceAll('|', '\\|')));
  const widths = shown.map((_, column) => Math.max(3, ...lines.map((line) => widthOf(line[column] ?? ''))));
  const isAligned = widths.reduce((sum, width) => sum + width + 3, 1) <= WIDEST;
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (isAligned ? padded(cell, widths[column] ?? 0) : cell)).join(' | ')} |`;
  const [first = [], ...others] = lines;
  return [toLine(first), toLine(widths.map((width) => '-'.repeat(isAligned ? width : 3))), ...others.map(toLine)];
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}

import { widthOf } from '../cut-to-width';
import type { Output } from '../output';
import { widthOfLine, type Span, type Style, type StyledLine } from '../styled-line';
import { wrapWords } from '../wrap-words';
import { cellWords, coreTitle, findingsOf, rowTitle, type CellWords, type RowFindings } from './describe-cell';
import type { Cell, Matrix } from './matrix';

const GAP = '  ';

const STYLES: Readonly<Record<CellWords['sign'], Style>> = { '✓': 'green', '✗': 'red', '–': 'dim' };

/** A table, or a list where that would be too wide, and below it why each cell is not `✓`. */
export function matrixLines(matrix: Matrix, { width }: Pick<Output, 'width'>): StyledLine[] {
  const table = tableOf(matrix);
  const shown = table.every((line) => widthOfLine(line) <= width) ? table : listOf(matrix);
  return [...shown, ...matrix.rows.flatMap(findingsOf).flatMap((findings) => findingLines(findings, width))];
}

function tableOf({ cores, rows }: Matrix): StyledLine[] {
  const head: Span[] = ['provider', ...cores.map(coreTitle)].map((text) => ({ text, style: 'bold' }));
  return aligned([head, ...rows.map((row): Span[] => [{ text: rowTitle(row) }, ...row.cells.map(cellSpan)])]);
}

/** Each provider, with a line for each version below it. */
function listOf({ cores, rows }: Matrix): StyledLine[] {
  const titles = cores.map((core): Span => ({ text: `  ${coreTitle(core)}` }));
  const lines = aligned(
    rows.flatMap(({ cells }) => cells.map((cell, at) => [titles[at] ?? { text: '' }, cellSpan(cell)])),
  );
  return rows.flatMap((row, at): StyledLine[] => [
    [{ text: rowTitle(row), style: 'bold' }],
    ...lines.slice(at * cores.length, (at + 1) * cores.length),
  ]);
}

function cellSpan(cell: Cell): Span {
  const { sign, text } = cellWords(cell);
  return { text: `${sign} ${text}`, style: STYLES[sign] };
}

function findingLines({ findings, isFault, title }: RowFindings, width: number): StyledLine[] {
  const style: Style = isFault ? 'red' : 'dim';
  const texts = findings.flatMap(({ lines, title: what }) => [
    ...wrapped(what, width, 2),
    ...lines.flatMap((line) => wrapped(line, width, 4)),
  ]);
  return [[], ...wrapped(title, width, 0).map((text) => [{ text, style }]), ...texts.map((text) => [{ text }])];
}

function wrapped(text: string, width: number, indent: number): string[] {
  return wrapWords(' '.repeat(indent) + text, width, indent).split('\n');
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

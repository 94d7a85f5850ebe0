import { widthOf } from '../cut-to-width';
import type { Span, Style, StyledLine } from '../styled-line';
import { cellWords, coreTitle, findingsOf, rowTitle, type CellWords, type RowFindings } from './describe-cell';
import type { Matrix } from './matrix';

const GAP = '  ';

const STYLES: Readonly<Record<CellWords['sign'], Style>> = { '✓': 'green', '✗': 'red', '–': 'dim' };

/** A table, and below it why each cell is not `✓`. */
export function matrixLines({ cores, rows }: Matrix): StyledLine[] {
  const head: Span[] = ['provider', ...cores.map(coreTitle)].map((text) => ({ text, style: 'bold' }));
  const body = rows.map((row): Span[] => [
    { text: rowTitle(row) },
    ...row.cells.map(cellWords).map(({ sign, text }) => ({ text: `${sign} ${text}`, style: STYLES[sign] })),
  ]);
  const findings = rows.flatMap(findingsOf).flatMap(findingLines);
  return [...aligned([head, ...body]), ...findings];
}

function findingLines({ findings, isFault, title }: RowFindings): StyledLine[] {
  const texts = findings.flatMap(({ lines, title: what }) => [
    `  ${what}`,
    ...lines.map((line) => `    ${line}`.trimEnd()),
  ]);
  return [[], [{ text: title, style: isFault ? 'red' : 'dim' }], ...texts.map(plain)];
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

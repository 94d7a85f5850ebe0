import { escapeControls } from '../escape-controls';
import { cellWords, coreTitle, findingsOf, rowTitle } from './describe-cell';
import type { Matrix } from './matrix';

/** The same as a page: a table, and below it why each cell is not `✓`. */
export function matrixMarkdown({ cores, rows }: Matrix): string {
  const table = [
    ['provider', ...cores.map(coreTitle)],
    ['---', ...cores.map(() => '---')],
    ...rows.map((row) => [rowTitle(row), ...row.cells.map(cellWords).map(({ sign, text }) => `${sign} ${text}`)]),
  ];
  const findings = rows.flatMap((row) =>
    row.cells.flatMap((cell) => {
      const found = findingsOf(cell);
      if (found.length === 0) return [];
      const items = found.map(({ lines, title }) => [`- ${escaped(title)}`, fenced(lines)].join('\n\n'));
      return ['', `### ${escaped(`${rowTitle(row)} with ${cell.core}`)}`, '', items.join('\n\n')];
    }),
  );
  const lines = table.map((row) => `| ${row.map((cell) => (cell === '---' ? cell : escaped(cell))).join(' | ')} |`);
  return `${[...lines, ...findings].join('\n')}\n`;
}

/** Text of others, as text: no markup, no HTML, no end of a cell. */
function escaped(text: string): string {
  return escapeControls(text).replace(/[\\`*_{}[\]<>#|~!&@]/g, String.raw`\$&`);
}

/** Indented, so that no line of it can end it. */
function fenced(lines: readonly string[]): string {
  return lines.map((line) => `      ${escapeControls(line)}`.trimEnd()).join('\n');
}

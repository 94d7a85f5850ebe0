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
  const findings = rows.flatMap(findingsOf).flatMap(({ findings: found, title }) => {
    const items = found.map((one) => [`- ${escaped(one.title)}`, fenced(one.lines)].join('\n\n'));
    return ['', `### ${escaped(title)}`, '', items.join('\n\n')];
  });
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

const HEAD = ['suite', 'passed', 'failed', 'skipped', 'seconds', 'remark'];
const NUMERIC = new Set([1, 2, 3, 4]);

/** One row for each suite and, alone on the last line, the totals. */
export function closingTable(rows) {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column], column))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', closingLine(totalsOf(rows))].join('\n');
}

/** The sums over all suites. */
export function totalsOf(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function cellsOf({ name, ran, passed, failed, skipped, seconds, remark = '' }) {
  const counts = [passed, failed, skipped].map((count) => (count > 0 ? String(count) : '-'));
  return [name, ...counts, seconds.toFixed(1), ran ? remark : `COULD NOT RUN: ${remark}`];
}

function pad(text, width, column) {
  return NUMERIC.has(column) ? text.padStart(width) : text.padEnd(width);
}

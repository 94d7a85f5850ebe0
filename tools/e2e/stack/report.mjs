/** Of one figure. */
const MOST_FAULTS = 10;
const HEADINGS = ['scenario', 'measure', 'median', 'p99', 'n', 'target', 'verdict'];

/** For a terminal: a line for each figure, and below what was seen that should not be. */
export function textReport({ machine, rows, seed }) {
  const facts = `${machine.processors}, load ${machine.load}, Node ${machine.node}, ${machine.commit}; seed ${seed}`;
  const faults = rows.flatMap(({ faults = [], scenario }) =>
    faults.slice(0, MOST_FAULTS).map((fault) => `${scenario}: ${fault}`),
  );
  return [
    facts,
    '',
    ...table([HEADINGS, ...rows.map(cellsOf)]),
    ...(faults.length > 0 ? ['', ...faults] : []),
    '',
  ].join('\n');
}

/** Whether nothing was missed. */
export function isGood({ rows }) {
  return rows.every(({ verdict }) => verdict === 'met' || verdict === 'not measured');
}

function cellsOf({ measure, median, most, n, p99, scenario, unit, verdict }) {
  const value = (number) => (number === undefined ? '' : `${number} ${unit}`.trim());
  return [
    scenario,
    measure,
    value(median),
    value(p99),
    String(n ?? ''),
    most === undefined ? '' : `≤ ${value(most)}`,
    verdict,
  ];
}

function table(rows) {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

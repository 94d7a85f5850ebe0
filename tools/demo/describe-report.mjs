const HEAD = ['step', 'made', 'with', 'engine', 'service', 'start', 'work', 'took'];

/** What was said and answered, and a table of what each step used. */
export function describeReport({ film, text, answer, steps }) {
  const said = [film && `film        ${film}`, text && `transcript  ${text}`, answer && `answer      ${answer}`].filter(
    Boolean,
  );
  const done = steps.filter(({ missing }) => missing === undefined);
  const left = steps.filter(({ missing }) => missing !== undefined);
  const problems = left.map(({ step, missing, fix }) => `cannot ${step}: ${missing}${fix ? `\n  ${fix}` : ''}`);
  return `${[said.join('\n'), done.length > 0 && table([HEAD, ...done.map(cellsOf)]), problems.join('\n')].filter(Boolean).join('\n\n')}\n`;
}

function cellsOf({ step, made, model, engine, service, startMs, workMs, tookMs }) {
  const host = service && new URL(service).host;
  return [step, made, shortName(model), engine, host, time(startMs), time(workMs), time(tookMs)].map(
    (cell) => cell ?? '-',
  );
}

/** Of a folder of weights its name. */
function shortName(model = '-') {
  return model.replace(/:.*\//, ':');
}

function time(ms) {
  if (ms === undefined) return undefined;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function table(rows) {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column < 5 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

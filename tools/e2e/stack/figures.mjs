import { quantile } from '../../bench/statistics.mjs';

/** A row of the report: most of the values (99 of 100) must not be above `most`. */
export function times(measure, values, most) {
  return figure({ measure, values, unit: 'ms', most, digits: 0 });
}

/** A row of the report: things that are counted, each time; never more than `most`. */
export function counts(measure, values, most = 0) {
  return figure({ measure, values, unit: '', most, digits: 0 });
}

/** How many times one is the other. */
export function ratios(measure, values, most) {
  return figure({ measure, values, unit: '×', most, digits: 2 });
}

function figure({ digits, measure, most, unit, values }) {
  if (values.length === 0) return { measure, n: 0, verdict: 'not measured' };
  const rounded = (value) => Number(value.toFixed(digits));
  const [median, p99] = [0.5, 0.99].map((q) => rounded(quantile(values, q)));
  return { measure, n: values.length, median, p99, unit, most, verdict: p99 <= most ? 'met' : 'missed' };
}

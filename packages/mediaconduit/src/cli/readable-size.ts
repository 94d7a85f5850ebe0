const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as people read them, with three digits: `1.42 GB`. Units are 1000 based. */
export function readableSize(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** Words that may stand in a filter beside numbers. All of them are written in this package. */
export type FilterValue = number | string;

/**
 * Writes a filter. Numbers are written out plainly; words come from our own code, never from a caller (a caller's
 * words are checked against lists before they choose one of ours).
 */
export function filter(name: string, options: Readonly<Record<string, FilterValue | undefined>> = {}): string {
  const given = Object.entries(options).filter((entry): entry is [string, FilterValue] => entry[1] !== undefined);
  const written = given.map(([key, value]) => `${key}=${typeof value === 'number' ? decimal(value) : value}`);
  return written.length === 0 ? name : `${name}=${written.join(':')}`;
}

/** A number as ffmpeg reads it: no exponent, at most six decimals. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** A part of a file, in seconds. */
export interface TimeRange {
  readonly start?: number;
  readonly end?: number;
  readonly duration?: number;
}

/** Seconds that a range takes from something of `length` seconds; `undefined` when nobody knows. */
export function rangeSeconds({ start = 0, end, duration }: TimeRange, length: number | undefined): number | undefined {
  const wanted = duration ?? (end === undefined ? undefined : end - start);
  const rest = length === undefined ? undefined : Math.max(0, length - start);
  if (wanted === undefined) return rest;
  return rest === undefined ? wanted : Math.min(wanted, rest);
}

/** The switches before an input that take the range: ffmpeg then reads no more than that. */
export function rangeSwitches({ start = 0, end, duration }: TimeRange): string[] {
  const wanted = duration ?? (end === undefined ? undefined : end - start);
  return [...(start > 0 ? ['-ss', String(start)] : []), ...(wanted === undefined ? [] : ['-t', String(wanted)])];
}

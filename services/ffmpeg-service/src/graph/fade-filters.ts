import { filter } from './filter';

/** Seconds of fading at both ends. */
export interface Fades {
  readonly fadeIn?: number;
  readonly fadeOut?: number;
}

/** Fades of a picture (`fade`) or sound (`afade`) of `seconds`. */
export function fadeFilters(
  name: 'fade' | 'afade',
  { fadeIn = 0, fadeOut = 0 }: Fades,
  seconds: number | undefined,
): string[] {
  const filters: string[] = [];
  if (fadeIn > 0) filters.push(filter(name, { t: 'in', st: 0, d: fadeIn }));
  if (fadeOut > 0 && seconds !== undefined) {
    const length = Math.min(fadeOut, seconds);
    filters.push(filter(name, { t: 'out', st: seconds - length, d: length }));
  }
  return filters;
}

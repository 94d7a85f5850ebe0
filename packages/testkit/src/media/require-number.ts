import { MediaConduitError } from '@mediaconduit/sdk';

/** What a number may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Default true. */
  readonly whole?: boolean;
}

/** Checks the numbers of a sample by name. @throws `MC_OPTIONS_INVALID` */
export function requireNumbers(
  values: Readonly<Record<string, number>>,
  ranges: Readonly<Record<string, NumberRange>>,
): void {
  for (const [name, { max, min, whole = true }] of Object.entries(ranges)) {
    const value = values[name];
    if (value !== undefined && value >= min && value <= max && (!whole || Number.isInteger(value))) continue;
    const kind = whole ? 'a whole number' : 'a number';
    throw new MediaConduitError('MC_OPTIONS_INVALID', `${name} is ${String(value)}; it is ${kind}.`, {
      hint: `give ${kind} from ${min} to ${max}`,
      facts: { name, value, min, max },
    });
  }
}

/** What a setting holds, or why it cannot. */
export type SettingValue<T> = { readonly value: T } | { readonly fault: string };

/** One setting of the mesh: where it comes from, what it is without one, and which values it takes. */
export interface Setting<T> {
  readonly fallback: T;
  /** The variable that sets it when the file does not. */
  readonly variable?: string;
  /** Never shown. */
  readonly secret?: true;
  /** Takes what a file or a variable says. */
  readonly read: (given: unknown) => SettingValue<T>;
}

/** The values of a group of settings. */
export type ValuesOf<G> = { readonly [K in keyof G]: G[K] extends Setting<infer T> ? T : never };

/** Any text that is written on one line. */
export function text(fallback: string, variable?: string): Setting<string> {
  return { fallback, variable, read: readText };
}

/** A text that must not be empty. */
export function neededText(fallback: string, variable?: string): Setting<string> {
  const read = (given: unknown): SettingValue<string> =>
    given === '' ? { fault: 'must not be empty' } : readText(given);
  return { fallback, variable, read };
}

/** A text that no log, error or status may show. */
export function secret(variable: string): Setting<string> {
  return { fallback: '', variable, secret: true, read: readText };
}

/** A whole number or a fraction between two bounds. */
export function number(fallback: number, bounds: Bounds = {}, variable?: string): Setting<number> {
  return { fallback, variable, read: (given) => readNumber(given, bounds) };
}

/** A TCP port. */
export function port(fallback: number, variable: string): Setting<number> {
  return number(fallback, { least: 1, most: 65_535, whole: true }, variable);
}

/** `true` or `false`, also as text. */
export function flag(fallback: boolean, variable?: string): Setting<boolean> {
  const words = new Map<unknown, boolean>(
    Object.entries({ true: true, false: false, 1: true, 0: false, yes: true, no: false }),
  );
  const read = (given: unknown): SettingValue<boolean> => {
    const value = words.get(String(given).toLowerCase());
    return value === undefined ? { fault: 'is neither true nor false' } : { value };
  };
  return { fallback, variable, read };
}

/** A map that the mesh only hands on. */
export function map(): Setting<Readonly<Record<string, unknown>>> {
  const read = (given: unknown): SettingValue<Readonly<Record<string, unknown>>> =>
    isMap(given) ? { value: given } : { fault: 'is no map' };
  return { fallback: {}, read };
}

/** True for a plain object. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
  readonly whole?: true;
}

function readText(given: unknown): SettingValue<string> {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean')
    return { fault: 'is no text' };
  return { value: String(given) };
}

function readNumber(
  given: unknown,
  { least = 0, most = Number.MAX_SAFE_INTEGER, whole }: Bounds,
): SettingValue<number> {
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { fault: 'is no number' };
  if (whole && !Number.isInteger(value)) return { fault: 'is no whole number' };
  return value < least || value > most ? { fault: `is not between ${least} and ${most}` } : { value };
}

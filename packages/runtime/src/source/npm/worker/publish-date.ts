import type { Packument } from './npm-libraries';

/** As registries write dates. `Date.parse` makes a date of almost any text: `version 1` is a day of 2001. */
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Whether a registry has said when something was published. */
export function isDate(said: unknown): said is string {
  return typeof said === 'string' && DATE.test(said) && !Number.isNaN(Date.parse(said));
}

/** When a version was published, in ms since 1970; NaN where the registry gives no date. */
export function publishedAt({ time }: Packument, version: string): number {
  const said: unknown = time?.[version];
  return isDate(said) ? Date.parse(said) : NaN;
}

import { fault } from '@mediaconduit/service-kit';

/** The text fields of a form, read as numbers, truths and words of a list. */
export class FormFields {
  readonly #fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>) {
    this.#fields = fields;
  }

  text(name: string): string | undefined {
    return this.#fields[name]?.trim() || undefined;
  }

  /** @throws `invalid-options` unless it is a number from `min` to `max`. */
  number(name: string, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw fault('invalid-options', `${name} must be a number from ${min} to ${max}`);
  }

  /** As {@link number}, without what is behind the point. */
  integer(name: string, min: number, max: number): number | undefined {
    const value = this.number(name, min, max);
    return value === undefined ? undefined : Math.round(value);
  }

  flag(name: string): boolean {
    return /^(true|1|yes|on)$/i.test(this.text(name) ?? '');
  }

  /** @throws `invalid-options` unless it is one of the words. */
  choice<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    const word = words.find((each) => each === text);
    if (word !== undefined) return word;
    throw fault('invalid-options', `${name} must be one of ${words.join(', ')}`);
  }

  /** `192k` or `192` as 192. @throws `invalid-options` for anything else. */
  kilobits(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const [, digits, unit] = /^(\d{1,7})([kKmM]?)$/.exec(text) ?? [];
    if (digits === undefined) throw fault('invalid-options', `${name} must be such as 192k`);
    return unit?.toLowerCase() === 'm' ? Number(digits) * 1000 : Number(digits);
  }
}

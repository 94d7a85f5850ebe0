/** Gives the values of lists one after the other, and the last one for ever. */
export class InOrder<T extends object> {
  readonly #given = new Map<string, number>();

  /** The next value of what is known under this key; `undefined` of an empty list. */
  next(key: string, script: T | readonly T[]): T | undefined {
    const list: readonly T[] = Array.isArray(script) ? (script as readonly T[]) : [script as T];
    const count = this.#given.get(key) ?? 0;
    this.#given.set(key, count + 1);
    return list[Math.min(count, list.length - 1)];
  }
}

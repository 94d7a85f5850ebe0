/** Chains of filters between labels. Labels of files are `0:v`, those of results are made here. */
export class FilterGraph {
  readonly #chains: string[] = [];
  #labels = 0;

  /** Adds a chain and answers the label of its result; without filters the source is its own result. */
  chain(sources: readonly string[], filters: readonly string[]): string {
    const [only] = sources;
    if (filters.length === 0 && only !== undefined && sources.length === 1) return only;
    const [result = ''] = this.split(sources, filters, 1);
    return result;
  }

  /** A chain with several results. */
  split(sources: readonly string[], filters: readonly string[], results: number): string[] {
    const labels = Array.from({ length: results }, () => `n${(this.#labels += 1)}`);
    const bracketed = (names: readonly string[]): string => names.map((name) => `[${name}]`).join('');
    this.#chains.push(`${bracketed(sources)}${filters.join(',')}${bracketed(labels)}`);
    return labels;
  }

  /** Empty when nothing is to be filtered. */
  toString(): string {
    return this.#chains.join(';');
  }
}

/** How `-map` names a label: streams of files as they are, results of filters in brackets. */
export function mapped(label: string): string {
  return label.includes(':') ? label : `[${label}]`;
}

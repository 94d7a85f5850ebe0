import type { Span, Style } from '../styled-line';

const COLORS: readonly Style[] = ['cyan', 'yellow', 'green', 'magenta', 'blue'];

/** What stands before the lines of each service: nothing while there is only one. Later ones may come. */
export function logPrefixes(names: readonly string[]): (service: string) => Span[] {
  const known = new Set(names);
  return (service) => {
    known.add(service);
    if (known.size < 2) return [];
    const width = Math.max(...[...known].map(({ length }) => length));
    const color = COLORS[[...known].indexOf(service) % COLORS.length];
    return [{ text: `${service.padEnd(width)} │ `, style: color }];
  };
}

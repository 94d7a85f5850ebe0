import type { Span, Style } from '../styled-line';

const COLORS: readonly Style[] = ['cyan', 'yellow', 'green', 'magenta', 'blue'];

/** What stands before the lines of each service: nothing where there is only one. */
export function logPrefixes(names: readonly string[]): (service: string) => Span[] {
  if (names.length < 2) return () => [];
  const width = Math.max(...names.map(({ length }) => length));
  return (service) => {
    const color = COLORS[Math.max(0, names.indexOf(service)) % COLORS.length];
    return [{ text: `${service.padEnd(width)} │ `, style: color }];
  };
}

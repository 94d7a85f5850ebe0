import { distance } from 'fastest-levenshtein';

const MAX_LISTED = 12;

/** `did you mean "dragon"?` with up to three near names, else the list of names when it is short, else their number. */
export function suggest(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  if (near.length > 0) return `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  if (names.length <= MAX_LISTED) return `known: ${names.join(', ')}`;
  return `${names.length} names are known`;
}

function nearest(word: string, names: readonly string[]): string[] {
  const wanted = word.toLowerCase().slice(0, 100);
  return names
    .map((name) => ({ name, away: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}

import { distance } from 'fastest-levenshtein';

/**
 * Three at the most, nearest first: those that contain `word` or lie in it, or differ by at most a third of their
 * letters (two at least).
 */
export function nearestNames(word: string, candidates: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  return [...new Set(candidates)]
    .map((name) => ({ name, away: score(wanted, name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.away - b.away || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

function score(wanted: string, name: string): number {
  if (wanted.length >= 3 && (name.includes(wanted) || wanted.includes(name))) return 1;
  return distance(wanted, name);
}

/** `did you mean "a" or "b"?`, or `undefined` when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearestNames(word, candidates);
  return near.length === 0 ? undefined : `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}

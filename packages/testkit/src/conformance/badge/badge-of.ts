import type { Level } from '../rule/level';

const COLORS: Readonly<Record<Level, string>> = {
  bronze: '#a0703c',
  silver: '#7d8a91',
  gold: '#b8860b',
  platinum: '#4b7f9b',
};

const LABEL = 'mediaconduit';
const RED = '#b03a2e';

/** What stands on a badge. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  /** In hexadecimal digits, with a `#`. */
  readonly color: string;
}

/** The badge of a level; `undefined` is below bronze. */
export function badgeOf(level: Level | undefined): Badge {
  if (level === undefined) return { label: LABEL, message: 'below bronze', color: RED };
  return { label: LABEL, message: level, color: COLORS[level] };
}

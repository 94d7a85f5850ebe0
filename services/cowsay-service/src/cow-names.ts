import { listSync } from 'cowsay/lib/cows';

/** Names of every cow in the cowsay package, sorted. */
export const COW_NAMES: readonly string[] = Object.freeze(listSync().sort());

/** Asks for any of them. */
export const RANDOM_COW = 'random';

/** What a caller may ask for: every cow, and `random`. */
export const COW_CHOICES: readonly string[] = Object.freeze([...COW_NAMES, RANDOM_COW]);

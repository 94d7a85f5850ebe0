/** The ready-made faces, with the letter that the cowsay package knows them by. */
export const COW_MODES = {
  borg: 'b',
  dead: 'd',
  greedy: 'g',
  paranoid: 'p',
  stoned: 's',
  tired: 't',
  wired: 'w',
  youthful: 'y',
} as const;

/** One key of {@link COW_MODES}. */
export type CowMode = keyof typeof COW_MODES;

/** The keys of {@link COW_MODES}. */
export const COW_MODE_NAMES = Object.keys(COW_MODES) as CowMode[];

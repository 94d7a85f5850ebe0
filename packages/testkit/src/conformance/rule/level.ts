/** The quality scale, worst first. A package has a level when every rule of it, and of those before, is kept. */
export const LEVELS = ['bronze', 'silver', 'gold', 'platinum'] as const;

/** One member of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

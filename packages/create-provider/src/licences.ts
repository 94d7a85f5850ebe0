/** Every licence whose text can be written, by its SPDX name; `UNLICENSED` is npm's word for none. */
export const LICENCE_NAMES = ['MIT', 'ISC', 'Apache-2.0', 'UNLICENSED'] as const;

/** A licence whose text can be written. */
export type Licence = (typeof LICENCE_NAMES)[number];

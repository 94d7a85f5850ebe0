/** The package that applications install. */
export const CORE = '@mediaconduit/mediaconduit';

/** The package that holds the conformance suite. */
export const TESTKIT = '@mediaconduit/testkit';

/** The package that the core and providers share. */
export const SDK = '@mediaconduit/sdk';

// Exactly these are installed from the registry: a run of today is a run of tomorrow.
export const YARN_1 = 'yarn@1.22.22';
export const YARN_4 = '@yarnpkg/cli-dist@4.9.2';
/** What this workspace has itself is among the tests of a stranger. */
export const TYPESCRIPT = ['typescript@5.9.3', 'typescript@7.0.2'];
export const NODE = ['20.19.0', '22.19.0', '24.8.0'];

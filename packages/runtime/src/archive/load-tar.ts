/** Loaded when an archive is really read or written. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
export const loadTar = () => require('tar-stream') as typeof import('tar-stream');

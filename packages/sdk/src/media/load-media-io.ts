/** Loads everything that reads and writes media (about 5 ms, the first time): programs that only pass text never do. */
export function loadMediaIo(): typeof import('./media-io') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synchronous, because constructors and `data` are
  return require('./media-io') as typeof import('./media-io');
}

import type { FileChange } from './draft';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- only a migration shows differences */
const loadDiff = (): typeof import('diff') => require('diff') as typeof import('diff');

/** A change as `git diff` shows it; files that are made or go are compared with nothing. */
export function unifiedDiff({ after, before, kind, path }: FileChange): string {
  const [from, to] = [kind === 'created' ? '/dev/null' : `a/${path}`, kind === 'deleted' ? '/dev/null' : `b/${path}`];
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = loadDiff();
  return createTwoFilesPatch(from, to, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

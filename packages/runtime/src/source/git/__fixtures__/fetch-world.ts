import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FetchedTree, Fetcher, Resolution } from '../../fetch/fetcher';
import { parseIdentifier } from '../../identifier';
import type { GitFetcherOptions } from '../git-fetcher';
import { MadeRepository } from './made-repository';

/** As built: its child process is a program, which has no compiler. */
const { createGitFetcher } = require('../../../../dist/source/git/git-fetcher.js') as typeof import('../git-fetcher');

/** Local repositories under the names of repositories on GitHub, and a fetcher that finds them there. */
export interface FetchWorld extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  repository(name: string, algorithm?: 'sha1' | 'sha256'): Promise<MadeRepository>;
  fetcher(options?: Partial<GitFetcherOptions>): Fetcher;
  resolve(text: string, options?: Partial<GitFetcherOptions>): Promise<Resolution>;
  /** Looks up and fetches. */
  fetch(text: string, options?: Partial<GitFetcherOptions>): Promise<FetchedTree & { readonly folder: string }>;
  /** Paths and contents of what was fetched. */
  read(folder: string): Promise<Record<string, string>>;
}

const NEVER = new AbortController().signal;

export async function fetchWorld(): Promise<FetchWorld> {
  const folder = await temporaryFolder();
  const mirrors = { 'https://github.com/': path.join(folder.path, 'mirror') };
  const fetcher: FetchWorld['fetcher'] = (options) =>
    createGitFetcher({ environment: process.env, mirrors, ...options });
  const resolve: FetchWorld['resolve'] = (text, options) =>
    fetcher(options).resolve(parseIdentifier(text, '/'), { signal: NEVER });
  return {
    folder,
    fetcher,
    resolve,
    repository: (name, algorithm) => MadeRepository.create(path.join(folder.path, 'mirror', `${name}.git`), algorithm),
    async fetch(text, options) {
      const resolution = await resolve(text, options);
      const target = await mkdtemp(path.join(folder.path, 'out-'));
      return { ...(await fetcher(options).fetch(resolution, target, { signal: NEVER })), folder: target };
    },
    async read(target) {
      const entries = await readdir(target, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => !entry.isDirectory()).map((one) => path.join(one.parentPath, one.name));
      const read = files
        .sort()
        .map(async (file) => [path.relative(target, file), await readFile(file, 'utf8')] as const);
      return Object.fromEntries(await Promise.all(read));
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

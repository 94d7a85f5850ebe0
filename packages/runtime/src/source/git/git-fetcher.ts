import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { Fetcher, FetchedTree, FetchOptions, InstallScript, Resolution } from '../fetch/fetcher';
import type { GitIdentifier, Identifier } from '../identifier';
import { applyMirrors, type Mirrors } from './apply-mirrors';
import { GIT_LIMITS, type GitLimits } from './git-limits';
import type { TaskBase } from './git-task';
import { scratchFolder } from '../scratch-folder';
import { isCommit, parseGitIdentifier } from './parse-git-identifier';
import { runGitTask } from './run-git-task';

/** What a fetcher of repositories needs to know. */
export interface GitFetcherOptions {
  /** Of this process: `PATH`, proxies and certificates are taken from it, and nothing else. */
  readonly environment: NodeJS.ProcessEnv;
  /** Default: none. */
  readonly mirrors?: Mirrors;
  /** `helper`: git may ask the credential helpers of the user. Default: `none`, only public repositories. */
  readonly credentials?: 'none' | 'helper';
  /** Default: 60 s, 200 MB, 20,000 files. */
  readonly limits?: Partial<GitLimits>;
}

const PREFIX = '.mediaconduit-git-';

/** Scripts that npm would run for a package that comes from a repository. */
const SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/**
 * Repositories on GitHub and other https servers. Brings the files of one commit; what the package depends on is
 * installed by somebody else.
 */
export function createGitFetcher(options: GitFetcherOptions): Fetcher {
  return new GitFetcher(options);
}

class GitFetcher implements Fetcher {
  readonly name = 'git';

  constructor(private readonly options: GitFetcherOptions) {}

  handles(identifier: Identifier): boolean {
    return identifier.kind === 'git';
  }

  async resolve(identifier: Identifier, { signal, onProgress }: FetchOptions): Promise<Resolution> {
    if (identifier.kind !== 'git') throw foreignIdentifier(identifier.canonical);
    const { ref, repository } = identifier;
    onProgress?.(`looking up ${identifier.canonical}`);
    await using scratch = await scratchFolder(this.options.environment['TMPDIR'] ?? tmpdir(), PREFIX);
    const { commit } = await runGitTask(
      { kind: 'resolve', ref, ...this.#task(identifier, scratch.path) },
      { signal, environment: this.options.environment },
    );
    return { canonical: `${repository}#${commit}`, resolved: resolvedUrl(identifier), commit };
  }

  async fetch(resolution: Resolution, folder: string, { signal, onProgress }: FetchOptions): Promise<FetchedTree> {
    const { identifier, commit } = checkedResolution(resolution);
    onProgress?.(`fetching ${resolution.canonical}`);
    // Inside the folder: whoever finds it half filled, after we were killed, removes both.
    await using scratch = await scratchFolder(folder, PREFIX);
    const { committedAt, sizeBytes } = await runGitTask(
      { kind: 'checkout', commit, folder, ...this.#task(identifier, scratch.path) },
      { signal, environment: this.options.environment },
    );
    return { resolution: { ...resolution, publishedAt: committedAt, sizeBytes }, scripts: await readScripts(folder) };
  }

  #task(identifier: GitIdentifier, scratch: string): TaskBase {
    const { mirrors = {}, credentials = 'none', limits } = this.options;
    return {
      repository: identifier.repository,
      ...applyMirrors(resolvedUrl(identifier), mirrors),
      scratch,
      limits: { ...GIT_LIMITS, ...limits },
      usesCredentials: credentials === 'helper',
    };
  }
}

/** GitHub tells no capitals apart, so a lock file must not either. */
function resolvedUrl({ repository, url }: GitIdentifier): string {
  return repository.startsWith('github:') ? `https://github.com/${repository.slice('github:'.length)}.git` : url;
}

/** What a lock file says is as little trusted as what a user types. */
function checkedResolution(resolution: Resolution): { readonly identifier: GitIdentifier; readonly commit: string } {
  const { canonical, commit = '', resolved } = resolution;
  const identifier = parseGitIdentifier(resolved) ?? parseGitIdentifier(`git+${resolved}`);
  const isSame = identifier?.ref === undefined && canonical === `${identifier?.repository}#${commit}`;
  if (identifier && isCommit(commit) && isSame) return { identifier, commit };
  throw new MediaConduitError('MC_IDENTIFIER_INVALID', `${canonical} is not what its URL and its commit say.`, {
    hint: 'remove its entry from mediaconduit.lock and add it again',
    facts: { canonical, commit },
  });
}

async function readScripts(folder: string): Promise<InstallScript[]> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const { name, scripts } = parseObject(text);
  return SCRIPTS.flatMap((script) => {
    const command = parsed(scripts)[script];
    return typeof command === 'string'
      ? [{ package: typeof name === 'string' ? name : 'the repository', name: script, command }]
      : [];
  });
}

/** A package.json that is broken is told by whoever loads the package. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return parsed(JSON.parse(text));
  } catch {
    return {};
  }
}

const parsed = (value: unknown): Readonly<Record<string, unknown>> => Object(value) as Record<string, unknown>;

function foreignIdentifier(canonical: string): MediaConduitError {
  return new MediaConduitError('MC_SOURCE_UNSUPPORTED', `${canonical} is no repository.`, {
    hint: 'ask the fetcher that handles it',
    facts: { identifier: canonical },
  });
}

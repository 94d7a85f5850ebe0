import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { Identifier, NpmIdentifier } from '../identifier';
import type {
  Fetcher,
  FetchedTree,
  FetchOptions,
  InstalledDependencies,
  LookedAt,
  Resolution,
  ResolvedRelease,
} from '../fetch/fetcher';
import { callWorker } from './call-worker';
import { WORKER_FILE } from './fork-worker';
import type { SpareWorker } from './spare-worker';
import { workerEnvironment } from './worker-environment';
import type { WorkerJob, WorkerResults } from './worker-messages';

/** What the fetcher works with. */
export interface NpmFetcherOptions {
  /** The `.npmrc` files of this folder and of the user say where packages come from. */
  readonly projectFolder: string;
  /** Holds a cache of our own, for users whose npm cache cannot be written. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long a registry may send nothing; default 30 s. */
  readonly stallMs?: number;
  /** The compiled file of the process that does the work. */
  readonly workerFile?: string;
  readonly spareWorker?: SpareWorker;
}

const STALL_MS = 30_000;
const RETRIES = 2;

/** Packages of npm registries, each with its own `node_modules`. No script of them is run. */
export class NpmFetcher implements Fetcher {
  readonly name = 'npm';

  constructor(private readonly options: NpmFetcherOptions) {}

  handles(identifier: Identifier): identifier is NpmIdentifier {
    return identifier.kind === 'npm';
  }

  async resolve(identifier: Identifier, options: FetchOptions): Promise<ResolvedRelease> {
    if (!this.handles(identifier)) throw notOurs(identifier.canonical);
    const { name, range } = identifier;
    return this.#call({ kind: 'resolve', name, range, taken: options.taken?.version }, options);
  }

  async fetch(resolution: Resolution, folder: string, options: FetchOptions): Promise<FetchedTree> {
    const name = nameIn(resolution);
    const { dependencies } = options;
    try {
      return await this.#call({ kind: 'fetch', name, resolution, folder, dependencies }, options);
    } catch (error) {
      // The process empties the folder itself, unless it was killed.
      await mkdir(folder, { recursive: true });
      for (const entry of await readdir(folder)) await rm(join(folder, entry), { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Fills `node_modules` of a package that is there already, such as one from a repository. Its own lock file is used for
   * versions and hashes, never for places; what `options.dependencies` pins comes first.
   * @throws as {@link fetch}, and `MC_DEPENDENCY_SOURCE` for dependencies that no registry gives.
   */
  async installDependencies(folder: string, options: FetchOptions): Promise<InstalledDependencies> {
    const { dependencies, label } = options;
    try {
      return await this.#call({ kind: 'install', folder, label, dependencies }, options);
    } catch (error) {
      await rm(join(folder, 'node_modules'), { recursive: true, force: true });
      throw error;
    }
  }

  /** Puts a package alone into an empty folder, to look at it; answers what it would need beside it. */
  async look(resolution: Resolution, folder: string, options: FetchOptions): Promise<LookedAt> {
    return this.#call({ kind: 'look', name: nameIn(resolution), resolution, folder }, options);
  }

  /** What {@link installDependencies} would install. */
  async lookAtDependencies(folder: string, options: FetchOptions): Promise<LookedAt> {
    return this.#call({ kind: 'look', folder, label: options.label }, options);
  }

  async #call<Job extends WorkerJob>(
    job: Job,
    { signal, onProgress, releaseAge }: FetchOptions,
  ): Promise<WorkerResults[Job['kind']]> {
    const {
      environment,
      home,
      projectFolder,
      spareWorker,
      stallMs = STALL_MS,
      workerFile = WORKER_FILE,
    } = this.options;
    return callWorker<Job['kind']>({
      file: workerFile,
      environment: workerEnvironment(environment, projectFolder),
      spare: spareWorker,
      request: {
        projectFolder,
        ownCache: join(home, 'npm-cache', '_cacache'),
        stallMs,
        retries: RETRIES,
        releaseAge,
        job,
      },
      signal,
      onProgress,
    });
  }
}

function nameIn({ canonical, version }: Resolution): string {
  const name = /^npm:((?:@[^@/]+\/)?[^@/]+)@[^@]+$/.exec(canonical)?.[1];
  if (name === undefined || version === undefined) throw notOurs(canonical);
  return name;
}

function notOurs(canonical: string): MediaConduitError {
  return new MediaConduitError('MC_IDENTIFIER_INVALID', `"${canonical}" is no package of an npm registry.`, {
    facts: { identifier: canonical },
  });
}

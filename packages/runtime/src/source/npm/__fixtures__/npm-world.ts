import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRegistry } from '@mediaconduit/testkit';
import { NpmFetcher } from '../npm-fetcher';
import type { SpareWorker } from '../spare-worker';
import { parseIdentifier } from '../../identifier';
import type { FetchedTree, FetchOptions, Resolution } from '../../fetch/fetcher';

/** The process that does the work, which only exists compiled. */
export const WORKER_FILE = join(__dirname, '../../../../lib/source/npm/worker/npm-worker-main.js');

/** A user with a home, a project and a registry of his own. */
export class NpmWorld implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'mc-npm-'));
  readonly project = join(this.folder, 'project');
  readonly environment: Record<string, string | undefined> = {
    ...{ PATH: process.env['PATH'], HOME: join(this.folder, 'user') },
    npm_config_cache: join(this.folder, 'npm-cache'),
    npm_config_globalconfig: join(this.folder, 'no-npmrc'),
  };
  #targets = 0;

  private constructor(readonly registry: TestRegistry) {
    mkdirSync(this.project);
    mkdirSync(join(this.folder, 'user'));
    writeFileSync(join(this.project, 'package.json'), '{}');
    this.npmrc(`registry=${registry.url}`);
  }

  static async start(): Promise<NpmWorld> {
    return new NpmWorld(await TestRegistry.start());
  }

  /** Writes the project's `.npmrc`. */
  npmrc(...lines: readonly string[]): void {
    writeFileSync(join(this.project, '.npmrc'), lines.join('\n'));
  }

  fetcher(stallMs?: number, spareWorker?: SpareWorker): NpmFetcher {
    const { environment, project: projectFolder } = this;
    return new NpmFetcher({
      projectFolder,
      home: join(this.folder, 'home'),
      environment,
      stallMs,
      workerFile: WORKER_FILE,
      spareWorker,
    });
  }

  resolve(text: string, stallMs?: number): Promise<Resolution> {
    return this.fetcher(stallMs).resolve(parseIdentifier(text, this.folder), options());
  }

  /** An empty folder to fetch into. */
  target(): string {
    const folder = join(this.folder, `target-${(this.#targets += 1)}`);
    mkdirSync(folder);
    return folder;
  }

  async fetch(text: string, more: Partial<FetchOptions> = {}): Promise<FetchedTree & { readonly folder: string }> {
    const folder = this.target();
    const tree = await this.fetcher().fetch(await this.resolve(text), folder, { ...options(), ...more });
    return { ...tree, folder };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Nothing here lasts so long. */
export const options = (): FetchOptions => ({ signal: AbortSignal.timeout(60_000) });

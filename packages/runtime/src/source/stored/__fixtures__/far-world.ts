import { createFakeEngine, temporaryFolder, TestRegistry, type TemporaryFolder } from '@mediaconduit/testkit';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PROVIDER_CODE, providerManifest, SERVICE_MANIFEST } from '../../../provider/__fixtures__/test-project';
import type { Runtime } from '../../../runtime';
import type { AddedPackage } from '../../../runtime-events';
import { MadeRepository, type Files } from '../../git/__fixtures__/made-repository';

/** As built: what fetches are programs, which have no compiler. */
const built = require('../../../../lib/index.js') as typeof import('../../../index');

/** A project, a registry and repositories under the names of GitHub, all on this machine. */
export class FarWorld implements AsyncDisposable {
  readonly added: AddedPackage[] = [];
  readonly progress: string[] = [];
  readonly #runtimes: Runtime[] = [];
  online = true;

  private constructor(
    readonly folder: TemporaryFolder,
    readonly registry: TestRegistry,
  ) {}

  static async start(): Promise<FarWorld> {
    const [folder, registry] = [await temporaryFolder(), await TestRegistry.start()];
    await folder.write('project/package.json', '{}');
    await folder.write('project/.npmrc', `registry=${registry.url}`);
    return new FarWorld(folder, registry);
  }

  get project(): string {
    return path.join(this.folder.path, 'project');
  }

  get home(): string {
    return path.join(this.folder.path, 'home');
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...{ PATH: process.env['PATH'], HOME: path.join(this.folder.path, 'user') },
      MEDIACONDUIT_HOME: this.home,
      MEDIACONDUIT_MIRRORS: `https://github.com/=${path.join(this.folder.path, 'mirror')}`,
      npm_config_cache: path.join(this.folder.path, 'npm-cache'),
      npm_config_globalconfig: path.join(this.folder.path, 'no-npmrc'),
    };
  }

  /** A program in the project; closed with the world. */
  runtime(environment: NodeJS.ProcessEnv = {}, home = this.home): Runtime {
    const { EngineSet, createRuntime } = built;
    const engine = createFakeEngine({ serve: () => (request, response) => void request.pipe(response) });
    const runtime = createRuntime({
      ...{ projectFolder: this.project, home, environment: { ...this.environment, ...environment } },
      engines: new EngineSet({ process: () => engine }),
    });
    runtime.events.on('provider-added', (added) => this.added.push(added));
    runtime.events.on('fetch-progress', ({ message }) => this.progress.push(message));
    this.#runtimes.push(runtime);
    return runtime;
  }

  /** A commit on `main` of `https://github.com/o/<name>`. */
  async commit(name: string, files: Files): Promise<string> {
    const repository = await MadeRepository.create(path.join(this.folder.path, 'mirror', 'o', `${name}.git`));
    return repository.branch('main', files);
  }

  async lock(): Promise<{ providers: Record<string, Record<string, unknown>> }> {
    return JSON.parse(await readFile(path.join(this.project, 'mediaconduit.lock'), 'utf8')) as Awaited<
      ReturnType<FarWorld['lock']>
    >;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const runtime of this.#runtimes) await runtime.close();
    await this.registry[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** The files of a provider. */
export const providerFiles = (id: string, more = '', code = PROVIDER_CODE): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ name: `${id}-provider`, version: '1.0.0', main: 'index.js' }),
  'MediaConduit.provider.yml': providerManifest(id, more),
  'index.js': code,
});

/** The files of a service. */
export const serviceFiles: Readonly<Record<string, string>> = {
  'MediaConduit.service.yml': SERVICE_MANIFEST,
  'server.js': '',
};

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROVIDER_CODE } from '../../provider/__fixtures__/test-project';
import type { Runtime } from '../../runtime';
import { FarWorld, providerFiles, serviceFiles } from '../../source/stored/__fixtures__/far-world';
import { FakeImages } from './fake-images';

/** As built: what fetches are programs, which have no compiler. */
const built = require('../../../lib/index.js') as typeof import('../../index');

/** A package of a registry with a dependency. */
export const NPM = 'npm:@acme/cow-provider@^1';

/** What `verify` says when all three packages are as they were. */
export const SOUND = [{ state: 'sound' }, { state: 'sound' }, { state: 'sound' }];

const SERVICE =
  'id: cow-service\nname: Cow\nversion: 1.0.0\ncapabilities: [text-to-text]\nengines: [docker, process]\n' +
  'process: { command: [node, server.js], port: fd }\ndocker: { image: "cow:1" }\n';

/** Another machine. */
export interface Place {
  readonly runtime: Runtime;
  readonly images: FakeImages;
  at(...names: string[]): string;
}

/** What is different there. */
export interface PlaceOptions {
  readonly images?: FakeImages;
  readonly environment?: NodeJS.ProcessEnv;
  readonly lock?: string;
}

/** A package, and a provider from a repository whose service is in another one, locked and in `all.tar`. */
export class BundleWorld {
  far!: FarWorld;
  /** The lock file of the project that all of it was made in. */
  lock = '';
  /** A place for the test that runs. */
  there!: Place;
  readonly #places: Place[] = [];
  #count = 0;

  /** One for all tests of a file. */
  static forTests(): BundleWorld {
    const world = new BundleWorld();
    beforeAll(() => world.#start(), 60_000);
    afterAll(() => world.far[Symbol.asyncDispose]());
    beforeEach(async () => (world.there = await world.elsewhere()));
    afterEach(() => world.#leave());
    return world;
  }

  async #start(): Promise<void> {
    const far = await FarWorld.start();
    this.far = far;
    const { 'package.json': _, ...files } = providerFiles('calf', '', `require('moo');\n${PROVIDER_CODE}`);
    const moo = { 'index.js': 'module.exports = "moo";', 'big.txt': 'moo '.repeat(40_000) };
    far.registry.publish({ name: 'moo', files: moo });
    far.registry.publish({ name: '@acme/cow-provider', files, manifest: { dependencies: { moo: '^1.0.0' } } });
    await far.commit('cow-service', { ...serviceFiles, 'MediaConduit.service.yml': SERVICE });
    await far.commit('cow', providerFiles('cow', 'service: github:o/cow-service\n'));
    await far.folder.write('project/.npmrc', `registry=${far.registry.url}\n//x.example/:_authToken=npm-SECRET\n`);
    const { packages, providers } = far.runtime({ COW_KEY: 'env-SECRET', npm_config__auth: 'auth-SECRET' });
    await providers.getProvider('@acme/cow-provider@^1');
    await providers.getProvider('github:o/cow');
    await packages.bundle({ file: join(far.folder.path, 'all.tar') });
    this.lock = await readFile(join(far.project, 'mediaconduit.lock'), 'utf8');
  }

  /** Where the repositories are, for places that may ask them. */
  get mirrors(): NodeJS.ProcessEnv {
    return { MEDIACONDUIT_MIRRORS: this.far.environment['MEDIACONDUIT_MIRRORS'] };
  }

  at(...names: string[]): string {
    return join(this.far.folder.path, ...names);
  }

  /** The entry of the lock file. */
  entryOf(identifier: string): object {
    return providersIn(this.lock)[identifier] ?? {};
  }

  /** A project and a home of their own. Nothing answers there, unless it is said where. */
  async elsewhere({ environment, images = new FakeImages(), lock }: PlaceOptions = {}): Promise<Place> {
    const folder = `place-${this.#count++}`;
    const { write } = this.far.folder;
    await write(`${folder}/package.json`, '{}');
    await write(`${folder}/.npmrc`, 'registry=http://127.0.0.1:1/');
    if (lock !== undefined) await write(`${folder}/mediaconduit.lock`, lock);
    const at = (...names: string[]): string => this.at(folder, ...names);
    const nowhere = { MEDIACONDUIT_MIRRORS: 'https://github.com/=/nowhere' };
    const runtime = built.createRuntime({
      ...{ projectFolder: at(), home: at('home'), engines: images.engines, engine: 'process' },
      environment: { ...this.far.environment, ...nowhere, ...environment },
    });
    const place = { runtime, images, at };
    this.#places.push(place);
    return place;
  }

  async #leave(): Promise<void> {
    for (const { runtime } of this.#places.splice(0)) await runtime.close();
  }
}

/** What a lock file names. */
export function providersIn(lock: string): Record<string, object> {
  return (JSON.parse(lock) as { providers: Record<string, object> }).providers;
}

/** SHA-256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const content = await readFile(file);
  return createHash('sha256').update(content).digest('hex');
}

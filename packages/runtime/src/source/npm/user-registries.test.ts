import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestRegistry } from '@mediaconduit/testkit';
import { NpmWorld } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

let world: NpmWorld;
beforeEach(async () => {
  world = await NpmWorld.start();
});
afterEach(() => world[Symbol.asyncDispose]());

describe('registries of the user', () => {
  it('asks the registry of a scope, with its token, and nobody else', async () => {
    await using corporate = await TestRegistry.start();
    corporate.publish({ name: '@acme/cow', version: '1.0.0', manifest: { dependencies: { a: '1' } } });
    corporate.authorization = 'Bearer top-secret-token';
    world.registry.publish({ name: 'a' });
    world.registry.publish({ name: '@acme/cow', version: '9.0.0' });
    const host = new URL(corporate.url).host;
    world.npmrc(
      `registry=${world.registry.url}`,
      `@acme:registry=${corporate.url}`,
      `//${host}/:_authToken=\${ACME_TOKEN}`,
    );
    world.environment['ACME_TOKEN'] = 'top-secret-token';
    const tree = await world.fetch('@acme/cow');
    expect(tree.resolution.version).toBe('1.0.0');
    expect(tree.resolution.resolved).toBe(`${corporate.url}@acme/cow/-/cow-1.0.0.tgz`);
    expect(world.registry.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
    expect(world.registry.asked.filter((path) => path.includes('acme'))).toEqual([]);
    expect(JSON.stringify(tree)).not.toContain('top-secret');
  });

  it('never shows credentials in errors', async () => {
    const { host } = new URL(world.registry.url);
    world.registry.authorization = 'Bearer other';
    world.npmrc(`registry=http://user:hunter22@${host}/`, `//${host}/:_authToken=wrong-secret-token`);
    const error: unknown = await world.resolve('npm:cow').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MC_REMOTE_AUTH' });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hunter22|wrong-secret/);
  });

  it('uses a cache of our own where that of npm cannot be written', async () => {
    writeFileSync(join(world.folder, 'no-folder'), '');
    world.environment['npm_config_cache'] = join(world.folder, 'no-folder', 'cache');
    world.registry.publish({ name: 'cow' });
    await world.fetch('npm:cow');
    expect(existsSync(join(world.folder, 'home', 'npm-cache', '_cacache'))).toBe(true);
  });
});

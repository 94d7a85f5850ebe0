import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestRegistry } from '@mediaconduit/testkit';
import { NpmWorld } from './__fixtures__/npm-world';
import { loadConfig } from './worker/npm-libraries';

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

  describe('that pass on what the public registry has', () => {
    const publicHost = new URL(loadConfig().definitions.definitions.registry.default).host;
    const publish = (name: string, manifest = {}): void => {
      const tarball = `https://${publicHost}/${name}/-/${name.split('/').pop()}-1.0.0.tgz`;
      world.registry.publish({ name, manifest, told: { dist: { tarball } } });
    };

    it('are asked for tarballs, too, whatever host their answers name', async () => {
      publish('moo');
      publish('@acme/cow', { dependencies: { moo: '1' } });
      const tree = await world.fetch('@acme/cow');
      expect(tree.resolution.resolved).toBe(`${world.registry.url}@acme/cow/-/cow-1.0.0.tgz`);
      expect(tree.dependencies?.[0]?.resolved).toBe(`${world.registry.url}moo/-/moo-1.0.0.tgz`);
    });

    it('are not asked for them when the settings say never', async () => {
      publish('cow');
      world.npmrc(`registry=${world.registry.url}`, 'replace-registry-host=never');
      expect((await world.resolve('npm:cow')).resolved).toBe(`https://${publicHost}/cow/-/cow-1.0.0.tgz`);
    });
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

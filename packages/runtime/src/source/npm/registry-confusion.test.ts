import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestRegistry, type TestPackage } from '@mediaconduit/testkit';
import type { FetchedTree, PinnedPackage } from '../fetch/fetcher';
import { NpmWorld, options } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

const ROUNDS = process.env['TORTURE'] ? 7 : 1;

/** Our company's registry, and a public one where somebody offers the same names in higher versions. */
interface Confusion {
  readonly world: NpmWorld;
  readonly company: TestRegistry;
  readonly name: string;
}

const both = ({ world, company }: Confusion, own: TestPackage): void => {
  company.publish({ version: '1.0.0', ...own });
  world.registry.publish({ version: '99.0.0', name: own.name });
};
const versionsOf = ({ resolution, dependencies = [] }: FetchedTree): string[] =>
  [resolution.version ?? '', ...dependencies.map(({ version }) => version)].sort();

/** Each returns the versions that were installed; those of the public registry begin with 99. */
const SCENARIOS: Readonly<Record<string, (confusion: Confusion) => Promise<string[]>>> = {
  'a package asked for by name': async (confusion) => {
    both(confusion, { name: confusion.name });
    return versionsOf(await confusion.world.fetch(confusion.name));
  },
  'a package asked for by a range that only the other has': async (confusion) => {
    both(confusion, { name: confusion.name });
    const error: unknown = await confusion.world.fetch(`${confusion.name}@^99`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MC_SOURCE_NOT_FOUND' });
    return [];
  },
  'a package that only the other has': async ({ world, name }) => {
    world.registry.publish({ name, version: '99.0.0' });
    const error: unknown = await world.fetch(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'MC_SOURCE_NOT_FOUND' });
    return [];
  },
  'a dependency of a public package': async (confusion) => {
    both(confusion, { name: confusion.name });
    const user = `user-of-${confusion.name.slice(6)}`;
    confusion.world.registry.publish({ name: user, manifest: { dependencies: { [confusion.name]: '>=1' } } });
    return versionsOf(await confusion.world.fetch(`npm:${user}`));
  },
  'a package that names a registry of its own': async (confusion) => {
    const { url } = confusion.world.registry;
    const files = { '.npmrc': `@acme:registry=${url}` };
    both(confusion, { name: confusion.name, manifest: { publishConfig: { registry: url }, dependencies: {} }, files });
    return versionsOf(await confusion.world.fetch(confusion.name));
  },
  'a pin that says it was at the other': async (confusion) => {
    const { world, name } = confusion;
    both(confusion, { name });
    const { resolution } = await world.fetch(name);
    const resolved = `${world.registry.url}${name}/-/${name.slice(6)}-99.0.0.tgz`;
    const { version = '', integrity = '' } = resolution;
    const pin: PinnedPackage = { path: `node_modules/${name}`, name, version, resolved, integrity };
    world.environment['npm_config_cache'] = join(world.folder, `cache-of-${name.slice(6)}`);
    const pinned = { ...options(), dependencies: [pin] };
    return versionsOf(await world.fetcher().fetch({ ...resolution, resolved }, world.target(), pinned));
  },
  'a lock file of the package that names the other': async (confusion) => {
    const { world, name } = confusion;
    both(confusion, { name });
    const folder = world.target();
    const resolved = `${world.registry.url}${name}/-/${name.slice(6)}-99.0.0.tgz`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'p', dependencies: { [name]: '>=1' } }));
    const packages = { [`node_modules/${name}`]: { version: '1.0.0', resolved } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
    const { dependencies } = await world.fetcher().installDependencies(folder, options());
    return dependencies.map(({ version }) => version);
  },
  'a scope that the user has mapped, not the project': async (confusion) => {
    const { world, company } = confusion;
    both(confusion, { name: confusion.name });
    world.npmrc(`registry=${world.registry.url}`);
    writeFileSync(join(world.folder, 'user', '.npmrc'), `@acme:registry=${company.url.slice(0, -1)}`);
    return versionsOf(await world.fetch(confusion.name));
  },
};

describe('a scope with a registry of its own', () => {
  it.each(Object.keys(SCENARIOS))(
    'is never served by another one: %s',
    async (scenario) => {
      await using world = await NpmWorld.start();
      await using company = await TestRegistry.start();
      for (let round = 0; round < ROUNDS; round += 1) {
        world.npmrc(`registry=${world.registry.url}`, `@acme:registry=${company.url}`);
        const name = `@acme/tool-${round}`;
        const versions = (await SCENARIOS[scenario]?.({ world, company, name })) ?? [];
        expect(versions.filter((version) => version.startsWith('99'))).toEqual([]);
        expect(world.registry.asked.filter((path) => path.includes('acme'))).toEqual([]);
      }
    },
    300_000,
  );
});

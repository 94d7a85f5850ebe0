import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NpmWorld, options } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

let world: NpmWorld;
beforeEach(async () => {
  world = await NpmWorld.start();
});
afterEach(() => world[Symbol.asyncDispose]());

describe('NpmFetcher.installDependencies', () => {
  const place = (manifest: object, lock?: object): string => {
    const folder = world.target();
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    if (lock) writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    return folder;
  };
  const install = (folder: string): ReturnType<ReturnType<NpmWorld['fetcher']>['installDependencies']> =>
    world.fetcher().installDependencies(folder, options());
  const core = '@mediaconduit/mediaconduit';

  /** As the lock files of published providers are: everything from the author's own registry, the core among it. */
  const lockOf = (version: string, more: object = {}): object => ({
    ...{ name: 'p', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'p', dependencies: { a: '^1.0.0', [core]: '^0.1.8' } },
      [`node_modules/${core}`]: { version: '0.1.8', resolved: `http://localhost:4873/${core}/-/m-0.1.8.tgz`, ...more },
      [`node_modules/${core}/node_modules/zod`]: { version: '3.0.0', resolved: 'http://localhost:4873/zod.tgz' },
      'node_modules/zod': { version: '4.0.0', resolved: 'http://localhost:4873/zod4.tgz', integrity: 'sha512-AA==' },
      'node_modules/a': { version, resolved: `http://localhost:4873/a/-/a-${version}.tgz`, ...more },
    },
  });

  it('takes versions from the lock file of the package, and no places', async () => {
    for (const version of ['1.0.0', '1.1.0']) world.registry.publish({ name: 'a', version });
    const folder = place({ name: 'p', dependencies: { a: '^1.0.0', [core]: '^0.1.8' } }, lockOf('1.0.0'));
    const { dependencies } = await install(folder);
    expect(dependencies.map(({ name, version }) => `${name}@${version}`)).toEqual(['a@1.0.0']);
    expect(dependencies[0]?.resolved).toBe(`${world.registry.url}a/-/a-1.0.0.tgz`);
    expect(readdirSync(folder).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json']);
  });

  it('refuses bytes that the lock file of the package does not know', async () => {
    world.registry.publish({ name: 'a', version: '1.0.0' });
    const integrity = `sha512-${'A'.repeat(86)}==`;
    const folder = place({ name: 'p', dependencies: { a: '^1.0.0' } }, lockOf('1.0.0', { integrity }));
    await expect(install(folder)).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  });

  it('does without a lock file that names what the registry does not have, or that is damaged', async () => {
    world.registry.publish({ name: 'a', version: '1.1.0' });
    const manifest = { name: 'p', dependencies: { a: '^1.0.0' } };
    const folders = [place(manifest, lockOf('1.0.5')), place(manifest, { packages: 7 }), place(manifest)];
    writeFileSync(join(folders[2] ?? '', 'package-lock.json'), '{ not JSON');
    for (const folder of folders) {
      await install(folder);
      expect(readFileSync(join(folder, 'node_modules/a/package.json'), 'utf8')).toContain('"1.1.0"');
    }
  });

  it('refuses a lock file of the package that leads outside', async () => {
    world.registry.publish({ name: 'a', version: '1.0.0' });
    for (const path of ['node_modules/a/node_modules/../../../../x', 'node_modules/../x']) {
      const packages = { 'node_modules/a': { version: '1.0.0' }, [path]: { name: 'a', version: '1.0.0' } };
      const folder = place({ name: 'p', dependencies: { a: '1', '../x': '1' } }, { lockfileVersion: 3, packages });
      await expect(install(folder)).rejects.toMatchObject({ name: 'MediaConduitError' });
      expect(existsSync(join(folder, 'node_modules'))).toBe(false);
      expect(existsSync(join(folder, '..', 'x'))).toBe(false);
    }
  });

  it('removes a node_modules that was committed', async () => {
    const folder = place({ name: 'p' });
    mkdirSync(join(folder, 'node_modules', 'left'), { recursive: true });
    await install(folder);
    expect(readdirSync(folder)).toEqual(['package.json']);
  });

  it('installs what is to be bundled: nobody has packed it yet', async () => {
    world.registry.publish({ name: 'a', version: '1.0.0' });
    const folder = place({ name: 'p', dependencies: { a: '1' }, bundleDependencies: ['a'] });
    expect(await install(folder)).toMatchObject({ dependencies: [{ name: 'a' }] });
    expect(existsSync(join(folder, 'node_modules/a/package.json'))).toBe(true);
  });

  it.each([
    ['workspaces', { workspaces: ['packages/*'] }, {}],
    ['workspaces of yarn', { workspaces: { packages: ['packages/*'] } }, {}],
    ['workspaces of pnpm', {}, { 'pnpm-workspace.yaml': 'packages: [packages/*]' }],
  ])('refuses a dependency that lies in the %s, whoever has its name at the registry', async (_what, more, files) => {
    world.registry.publish({ name: 'inner', version: '9.9.9' });
    const folder = place({ name: 'p', dependencies: { inner: '*' }, ...more });
    mkdirSync(join(folder, 'packages', 'inner'), { recursive: true });
    writeFileSync(join(folder, 'packages', 'inner', 'package.json'), '{"name":"inner","version":"1.0.0"}');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await expect(install(folder)).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_SOURCE',
      facts: { dependencies: [{ name: 'inner', spec: '*' }] },
    });
    expect(world.registry.requests).toEqual([]);
  });

  it('takes what lies in no workspace from the registry', async () => {
    world.registry.publish({ name: 'a', version: '1.0.0' });
    const folder = place({ name: 'p', dependencies: { a: '1' }, workspaces: ['packages/*'] });
    mkdirSync(join(folder, 'packages', 'broken'), { recursive: true });
    writeFileSync(join(folder, 'packages', 'broken', 'package.json'), '{');
    expect(await install(folder)).toMatchObject({ dependencies: [{ name: 'a' }] });
  });

  it('needs a package.json', async () => {
    await expect(install(world.target())).rejects.toMatchObject({ code: 'MC_PROVIDER_INVALID' });
  });
});

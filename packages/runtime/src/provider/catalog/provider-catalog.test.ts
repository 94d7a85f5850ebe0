import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { providerManifest } from '../__fixtures__/test-project';
import { catalogFile } from './catalog-file';
import type { CatalogPlace } from './list-packages';
import { ProviderCatalog } from './provider-catalog';

/** Older than the system's times are coarse. */
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** A project whose packages can be changed, and its index opened as by another program. */
class World implements AsyncDisposable {
  readonly dependencies: Record<string, string> = {};

  private constructor(readonly temporary: TemporaryFolder) {}

  static async make(): Promise<World> {
    return new World(await temporaryFolder());
  }

  get place(): CatalogPlace {
    return { home: this.path('home'), projectFolder: this.path('project'), lockFolder: this.path('project') };
  }

  get file(): string {
    return catalogFile(this.place.home, this.place.projectFolder);
  }

  path(...parts: string[]): string {
    return path.join(this.temporary.path, ...parts);
  }

  async install(
    name: string,
    files: Readonly<Record<string, string>>,
    modules = 'project/node_modules',
  ): Promise<string> {
    this.dependencies[name] = '1.0.0';
    const all = { 'package.json': JSON.stringify({ name, version: '1.0.0' }), ...files };
    for (const [file, content] of Object.entries(all))
      await this.temporary.write(`${modules}/${name}/${file}`, content);
    await this.temporary.write('project/package.json', JSON.stringify({ dependencies: this.dependencies }));
    return this.path(modules, name);
  }

  provider(name: string, id: string, more = ''): Promise<string> {
    return this.install(name, { 'MediaConduit.provider.yml': providerManifest(id, more) });
  }

  /** What a program finds; the next one may use the index of this one. */
  async open(): Promise<ProviderCatalog> {
    const catalog = ProviderCatalog.open(this.place);
    await catalog.saved;
    return catalog;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporary[Symbol.asyncDispose]();
  }
}

/** So long after its last change, a file is believed not to change unseen. */
const settle = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 150));

const idsOf = ({ all }: ProviderCatalog): string[] => all.map(({ id }) => id);

describe('ProviderCatalog', () => {
  it('finds providers by id and by capability', async () => {
    await using world = await World.make();
    await world.provider(
      '@acme/cow-provider',
      'cow',
      'configuration: { environment: { COW_KEY: { required: true } } }\n',
    );
    await world.install('left-pad', {});
    const catalog = await world.open();
    expect(catalog.all).toMatchObject([
      {
        ...{ id: 'cow', name: 'cow', packageName: '@acme/cow-provider', version: '1.0.0', type: 'local' },
        ...{ capabilities: ['text-to-text'], modelCount: 1, requiredVariables: ['COW_KEY'] },
        manifest: { id: 'cow', models: [{ id: 'cow-default' }] },
      },
    ]);
    expect(catalog.named('cow')).toEqual([catalog.all[0]]);
    expect(catalog.offering('text-to-text')).toEqual([catalog.all[0]]);
    expect(catalog.offering('text-to-image')).toEqual([]);
    expect(catalog.named('left-pad')).toEqual([]);
  });

  it('reads no manifest again that did not change', async () => {
    await using world = await World.make();
    const folder = await world.provider('cow-provider', 'cow');
    await settle();
    await world.open();
    const written = statSync(world.file).mtimeMs;
    const catalog = await world.open();
    expect(statSync(world.file).mtimeMs).toBe(written);
    const manifest = path.join(folder, 'MediaConduit.provider.yml');
    rmSync(manifest);
    expect(catalog.all[0]?.manifest).toMatchObject({ id: 'cow', file: manifest });
  });

  it.each<[string, (world: World, folder: string) => unknown, string[]]>([
    ['a manifest of the same size and time', sameSizeAndTime, ['ox']],
    ['a package that was added', (world) => world.provider('hen-provider', 'hen'), ['cow', 'hen']],
    [
      'a package that was removed',
      (world) => rmSync(world.path('project/node_modules/cow-provider'), { recursive: true }),
      [],
    ],
    [
      'a manifest that appears',
      (world) => world.install('left-pad', { 'mediaconduit.provider.yml': providerManifest('pad') }),
      ['cow', 'pad'],
    ],
    ['a manifest that is gone', (_world, folder) => rmSync(path.join(folder, 'MediaConduit.provider.yml')), []],
    ['a manifest of a preferred name', preferredName, ['better']],
    ['a damaged index', (world) => writeFileSync(world.file, 'x'.repeat(100)), ['cow']],
    [
      'an index that was cut off',
      (world) => writeFileSync(world.file, readFileSync(world.file).subarray(0, -20)),
      ['cow'],
    ],
    ['an index of another version', anotherVersion, ['cow']],
    ['an index that is gone', (world) => rmSync(world.file), ['cow']],
  ])('notices %s', async (_what, change, ids) => {
    await using world = await World.make();
    const folder = await world.provider('cow-provider', 'cow');
    await world.install('left-pad', {});
    await settle();
    expect(idsOf(await world.open())).toEqual(['cow']);
    await change(world, folder);
    expect(idsOf(await world.open())).toEqual(ids);
    expect(idsOf(await world.open())).toEqual(ids);
  });

  it('notices another version of a linked package, whatever its manifest', async () => {
    await using world = await World.make();
    const real = await world.install(
      'cow-provider',
      { 'MediaConduit.provider.yml': providerManifest('cow') },
      'workspace',
    );
    mkdirSync(world.path('project/node_modules'), { recursive: true });
    symlinkSync(real, world.path('project/node_modules/cow-provider'), 'dir');
    await settle();
    expect((await world.open()).all).toMatchObject([{ folder: real, version: '1.0.0' }]);
    writeFileSync(path.join(real, 'package.json'), '{"name":"cow-provider","version":"1.1.0"}');
    expect((await world.open()).all).toMatchObject([{ version: '1.1.0' }]);
    const other = await world.install(
      'cow-provider',
      { 'MediaConduit.provider.yml': providerManifest('cow') },
      'elsewhere',
    );
    rmSync(world.path('project/node_modules/cow-provider'));
    symlinkSync(other, world.path('project/node_modules/cow-provider'), 'dir');
    expect((await world.open()).all).toMatchObject([{ folder: other }]);
  });

  it('keeps what is wrong with a manifest, and reads it again once it is mended', async () => {
    await using world = await World.make();
    const folder = await world.install('@acme/cow-provider', { 'MediaConduit.provider.yml': 'id: [' });
    await settle();
    const [first, second] = [await world.open(), await world.open()];
    expect(second.all).toMatchObject([{ id: 'cow', problem: { code: 'MC_MANIFEST_INVALID' }, manifest: undefined }]);
    expect(second.all[0]?.problem?.toJSON()).toEqual(first.all[0]?.problem?.toJSON());
    writeFileSync(path.join(folder, 'MediaConduit.provider.yml'), providerManifest('cow'));
    expect((await world.open()).all).toMatchObject([{ id: 'cow', problem: undefined, manifest: { id: 'cow' } }]);
  });

  it('says the same of a manifest with numbers that JSON does not have', async () => {
    await using world = await World.make();
    await world.install('cow-provider', {
      'MediaConduit.provider.yml': providerManifest('cow').replace('name: One', 'name: One, parameters: { top: .inf }'),
    });
    await settle();
    await world.open();
    const [cow] = (await world.open()).all;
    expect(cow?.manifest?.models[0]?.parameters).toEqual({ top: Infinity });
  });

  it('lists without an index where the home cannot be used', async () => {
    await using world = await World.make();
    await world.provider('cow-provider', 'cow');
    writeFileSync(world.path('home'), 'a file');
    expect(idsOf(await world.open())).toEqual(['cow']);
  });

  it('writes nothing where there is no provider', async () => {
    await using world = await World.make();
    await world.install('left-pad', {});
    expect(idsOf(await world.open())).toEqual([]);
    expect(existsSync(world.path('home'))).toBe(false);
  });

  it('is whole whoever writes it at the same time', async () => {
    await using world = await World.make();
    const folder = await world.provider('cow-provider', 'cow');
    for (let round = 0; round < 20; round++) {
      appendFileSync(path.join(folder, 'MediaConduit.provider.yml'), `# ${round}\n`);
      const catalogs = Array.from({ length: 8 }, () => ProviderCatalog.open(world.place));
      await Promise.all(catalogs.map(({ saved }) => saved));
      expect(catalogs.map(idsOf)).toEqual(catalogs.map(() => ['cow']));
      expect(JSON.parse(readFileSync(world.file, 'utf8').split('\n')[0] ?? '')).toMatchObject({
        columns: { ids: ['cow'] },
      });
    }
  });
});

function sameSizeAndTime(_world: World, folder: string): void {
  const manifest = path.join(folder, 'MediaConduit.provider.yml');
  utimesSync(manifest, LONG_AGO, LONG_AGO);
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('id: cow\n', 'id: ox \n'));
  utimesSync(manifest, LONG_AGO, LONG_AGO);
}

function preferredName(world: World, folder: string): void {
  rmSync(path.join(folder, 'MediaConduit.provider.yml'));
  writeFileSync(path.join(folder, 'mediaconduit.provider.yaml'), providerManifest('other'));
  void ProviderCatalog.open(world.place);
  writeFileSync(path.join(folder, 'MediaConduit.provider.yml'), providerManifest('better'));
}

function anotherVersion(world: World): void {
  const text = readFileSync(world.file, 'utf8');
  expect(text).toContain('"format":2');
  writeFileSync(world.file, text.replace('"format":2', '"format":3'));
}

import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { providerManifest } from '../__fixtures__/test-project';
import { collectIndexes } from './collect-indexes';
import { ProviderCatalog } from './provider-catalog';

const DAY_MS = 86_400_000;

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const home = (): string => join(folder.path, 'home');
const indexes = async (): Promise<string[]> => (await readdir(join(home(), 'index'))).sort();

/** A project below a workspace, with one provider and an index. */
async function project(name: string): Promise<string> {
  const place = join(folder.path, 'workspace', name);
  const at = (file: string): string => join('workspace', name, file);
  await folder.write('workspace/mediaconduit.lock', '{}');
  await folder.write(at('package.json'), '{"dependencies":{"cow-provider":"1"}}');
  await folder.write(at('node_modules/cow-provider/package.json'), '{"name":"cow-provider","version":"1.0.0"}');
  await folder.write(at('node_modules/cow-provider/MediaConduit.provider.yml'), providerManifest('cow'));
  const catalog = ProviderCatalog.open({ home: home(), projectFolder: place, lockFolder: join(place, '..') });
  await catalog.saved;
  return place;
}

describe('collectIndexes', () => {
  it('removes those of projects that are gone, however young, and names what the others have', async () => {
    const [gone, here] = [await project('gone'), await project('here')];
    expect(await collectIndexes(home(), DAY_MS)).toMatchObject({ removed: 0, kept: 2 });
    await rm(gone, { recursive: true });
    const { freedBytes, providers, ...counts } = await collectIndexes(home(), DAY_MS);
    expect({ ...counts, providers }).toEqual({
      ...{ removed: 1, kept: 1 },
      providers: [join(here, 'node_modules', 'cow-provider')],
    });
    expect(freedBytes).toBeGreaterThan(0);
    expect(await indexes()).toHaveLength(1);
  });

  it('removes what nobody can read once it is old, and drafts that nobody finishes', async () => {
    const old = ['broken.json', 'older.json', '.broken.json.1.tmp'];
    for (const name of [...old, 'young.json', '.young.json.1.tmp'])
      await folder.write(`home/index/${name}`, name.startsWith('older') ? '{"format":1}\n' : '{"format":2,"pla');
    for (const name of old) await utimes(join(home(), 'index', name), 1, 1);
    expect(await collectIndexes(home(), DAY_MS)).toMatchObject({ removed: 3, kept: 2 });
    expect(await indexes()).toEqual(['.young.json.1.tmp', 'young.json']);
  });

  it('needs no folder', async () => {
    expect(await collectIndexes(home(), 0)).toEqual({ removed: 0, kept: 0, freedBytes: 0, providers: [] });
  });
});

import { join } from 'node:path';
import { FarWorld, providerFiles, serviceFiles } from './__fixtures__/far-world';
import { requireFetchable } from './fetchable-identifier';

const SERVICE = 'github:o/cow-service';
const usesService = `service: ${SERVICE}\n`;

let world: FarWorld;
beforeEach(async () => {
  world = await FarWorld.start();
  await world.commit('cow-service', serviceFiles);
  for (const name of ['cow', 'ox']) await world.commit(name, providerFiles(name, usesService));
});
afterEach(() => world[Symbol.asyncDispose]());

const locked = async (): Promise<string[]> => Object.keys((await world.lock()).providers ?? {});

async function add(...names: readonly string[]): Promise<void> {
  for (const name of names) await world.runtime().providers.getProvider(`github:o/${name}`);
}

const remove = (name: string): Promise<string[]> => world.runtime().packages.remove(`github:o/${name}`);

describe('a provider that is removed', () => {
  it('takes the entry of its service along', async () => {
    await add('cow');
    expect(await remove('cow')).toEqual(['github:o/cow', SERVICE]);
    expect(await locked()).toEqual([]);
    expect(await remove('cow')).toEqual([]);
  });

  it('leaves it while another one of the lock file names the service', async () => {
    await add('cow', 'ox');
    expect(await remove('cow')).toEqual(['github:o/cow']);
    expect(await remove('ox')).toEqual(['github:o/ox', SERVICE]);
  });

  it.each([
    ['the service', `services:\n  herd: { use: 'github:O/cow-service' }\n`],
    ['a folder that names it', `providers: [./bull]\n`],
    ['what nobody can read', `services: 7\n`],
  ])('leaves it while the stack file names %s', async (_what, text) => {
    for (const [name, content] of Object.entries(providerFiles('bull', usesService)))
      await world.folder.write(join('project', 'bull', name), content);
    await add('cow');
    await world.folder.write('project/mediaconduit.yml', text);
    expect(await remove('cow')).toEqual(['github:o/cow']);
    expect(await locked()).toEqual([SERVICE]);
  });

  it('leaves it while an installed provider names the service', async () => {
    await world.folder.write('project/package.json', '{"dependencies":{"bull-provider":"1.0.0"}}');
    for (const [name, content] of Object.entries(providerFiles('bull', usesService)))
      await world.folder.write(join('project', 'node_modules', 'bull-provider', name), content);
    await add('cow');
    expect(await remove('cow')).toEqual(['github:o/cow']);
  });

  it('leaves a service that was added by itself and that it does not name', async () => {
    await add('cow');
    await world.commit('other-service', serviceFiles);
    await world.runtime().packages.add(requireFetchable('github:o/other-service'));
    expect(await remove('cow')).toEqual(['github:o/cow', SERVICE]);
    expect(await locked()).toEqual(['github:o/other-service']);
  });
});

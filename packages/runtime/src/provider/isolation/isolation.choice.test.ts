import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFakeEngine, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { FarWorld, providerFiles } from '../../source/stored/__fixtures__/far-world';
import type { FetchableIdentifier } from '../../source/stored/fetchable-identifier';
import { createRuntime } from '../../create-runtime';
import { EngineSet } from '../../engine/engine-set';
import type { IsolationChoice } from './isolation-limits';

/** Tells by its name which process runs it. */
const TELLING = `module.exports = class {
  constructor(context) { Object.assign(this, context.manifest, { name: String(process.pid) }); }
  async configure() {}
  async isAvailable() { return true; }
  getModelsForCapability() { return this.models; }
  async getModel() { return { id: 'pid', name: 'pid', transform: async () => String(process.pid) }; }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
};`;

const files = providerFiles('cow', '', TELLING);

async function isIsolated(runtime: ReturnType<typeof createRuntime>, identifier: string): Promise<boolean> {
  const provider = await runtime.providers.getProvider(identifier);
  const model = await provider.getModel('pid');
  return (await model.transform('')) !== (String(process.pid) as unknown);
}

describe('the isolation of an installed provider', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
    for (const [name, text] of Object.entries(files)) await folder.write(`node_modules/cow-provider/${name}`, text);
    await folder.write('package.json', '{"dependencies":{"cow-provider":"1"}}');
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const runtimeWith = (isolation?: IsolationChoice) =>
    createRuntime({
      ...{ projectFolder: folder.path, home: path.join(folder.path, 'home'), isolation },
      environment: { PATH: process.env['PATH'] },
      engines: new EngineSet({ process: () => createFakeEngine() }),
    });

  it.each([
    ['nobody', undefined, undefined, false],
    ['the stack file, for all', undefined, 'isolation: process', true],
    ['the stack file, for it', undefined, 'isolation: { cow: process }', true],
    ['the stack file, for another one', undefined, 'isolation: { calf: process }', false],
    ['the program, against the stack file', { cow: 'none' } as const, 'isolation: process', false],
    ['the program, for all', 'process' as const, 'isolation: none', true],
    ['the stack file, where the program names another one', { calf: 'none' } as const, 'isolation: process', true],
    [
      'a stack file whose variables have no values',
      undefined,
      'isolation: process\nservices: { a: { image: "x:1", environment: { X: "${NO}" } } }',
      true,
    ],
  ])('is decided by %s', async (_who, isolation, stack, expected) => {
    if (stack !== undefined) await folder.write('mediaconduit.yml', `${stack}\n`);
    await using runtime = runtimeWith(isolation);
    expect(await isIsolated(runtime, 'cow')).toBe(expected);
  });

  it.each(['isolation: container', 'isolation: { cow: yes }', 'isolation: [', 'isolatoin: process\n# isolation'])(
    'is not guessed: %s',
    async (stack) => {
      await folder.write('mediaconduit.yml', stack);
      await using runtime = runtimeWith();
      await expect(runtime.providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    },
  );
});

it('is not guessed where the stack file cannot be read', async () => {
  await using folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await folder.write(`node_modules/cow-provider/${name}`, text);
  await folder.write('package.json', '{"dependencies":{"cow-provider":"1"}}');
  await folder.write('mediaconduit.yml/isolation', '');
  const home = path.join(folder.path, 'home');
  await using runtime = createRuntime({ projectFolder: folder.path, home, environment: { PATH: process.env['PATH'] } });
  await expect(runtime.providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
});

describe('the isolation of a fetched provider', () => {
  const COW: FetchableIdentifier = {
    ...{ kind: 'git', url: 'https://github.com/o/cow.git' },
    ...{ repository: 'github:o/cow', canonical: 'github:o/cow' },
  };
  let world: FarWorld;
  beforeEach(async () => {
    world = await FarWorld.start();
    await world.commit('cow', files);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const entry = async () => (await world.lock()).providers['github:o/cow'];

  it('stands in its entry, also after a refresh, and is less than the word of the stack file', async () => {
    await world.runtime().packages.add(COW, { isolation: 'process' });
    const runtime = world.runtime();
    expect(await isIsolated(runtime, 'github:o/cow')).toBe(true);
    await world.commit('cow', { ...files, 'README.md': 'new' });
    await runtime.providers.refreshProvider('cow');
    expect(await isIsolated(runtime, 'cow')).toBe(true);
    expect(await entry()).toMatchObject({ isolation: 'process' });
    await world.folder.write('project/mediaconduit.yml', 'isolation: { cow: none }\n');
    expect(await isIsolated(world.runtime(), 'cow')).toBe(false);
  }, 60_000);

  it('is not lost when the id of the provider changes', async () => {
    await world.runtime().packages.add(COW, { isolation: 'process' });
    const runtime = world.runtime();
    await runtime.providers.getProvider('github:o/cow');
    await world.commit('cow', providerFiles('bull', '', TELLING));
    await runtime.providers.refreshProvider('github:o/cow');
    expect(await isIsolated(runtime, 'github:o/cow')).toBe(true);
  }, 60_000);

  it('is changed by adding it again, and refused for a service', async () => {
    const { packages } = world.runtime();
    await packages.add(COW);
    expect(await entry()).not.toHaveProperty('isolation');
    await packages.add(COW, { isolation: 'process' });
    expect(await entry()).toMatchObject({ isolation: 'process' });
    const before = await world.lock();
    await world.commit('service', {
      'MediaConduit.service.yml': 'id: a-service\nprocess: { command: [a], port: fd }\n',
    });
    const service = { ...COW, url: 'https://github.com/o/service.git', repository: 'github:o/service' };
    await expect(
      packages.add({ ...service, canonical: 'github:o/service' }, { isolation: 'process' }),
    ).rejects.toMatchObject({ code: expect.stringMatching('MC_USAGE|MC_MANIFEST_INVALID') });
    expect(await world.lock()).toEqual(before);
  });

  it('is changed in the entry that is there by then', async () => {
    await world.runtime().packages.add(COW);
    const [{ packages }, other] = [world.runtime(), world.runtime()];
    const commit = await world.commit('cow', { ...files, 'README.md': 'new' });
    const locked = packages.locked.bind(packages);
    let reads = 0;
    jest.spyOn(packages, 'locked').mockImplementation(async () => {
      const found = await locked();
      if (++reads === 2) await (await other.packages.renew(COW)).accept?.(); // somebody else is faster
      return found;
    });
    await packages.add(COW, { isolation: 'process' });
    expect(await entry()).toMatchObject({ isolation: 'process', resolution: { commit } });
  });

  it('of a word that is none is refused, and the lock file stays', async () => {
    await world.runtime().packages.add(COW, { isolation: 'process' });
    const file = path.join(world.project, 'mediaconduit.lock');
    const text = (await readFile(file, 'utf8')).replace('"isolation": "process"', '"isolation": "contianer"');
    await writeFile(file, text);
    await expect(world.runtime().providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@mediaconduit/testkit';
import { FarWorld, providerFiles, serviceFiles } from '../source/stored/__fixtures__/far-world';
import { removeTree } from '../store/remove-tree';

jest.setTimeout(60_000); // every look starts a process

const VARIABLES = `configuration:
  environment:
    COW_KEY: { required: true, description: Its key }
    COW_COLOUR: { required: false }
    COW_SIZE: { required: true, default: large }
`;

let world: FarWorld;
beforeEach(async () => {
  world = await FarWorld.start();
  await mkdir(join(world.folder.path, 'tmp'));
});
afterEach(() => world[Symbol.asyncDispose]());

const packages = (environment = {}) =>
  world.runtime({ TMPDIR: join(world.folder.path, 'tmp'), ...environment }).packages;

function publishCow(manifest = {}): void {
  const { 'package.json': _, ...files } = providerFiles('cow', VARIABLES);
  const dependencies = { moo: '^1.0.0' };
  world.registry.publish({ name: '@acme/cow', files, manifest: { dependencies, license: 'MIT', ...manifest } });
  world.registry.publish({ name: 'moo', manifest: { dependencies: { baa: '1' } } });
  world.registry.publish({ name: 'baa' });
}

function refuseWith(status: number): void {
  world.registry.misbehave = (_request, response) => {
    response.writeHead(status).end('{}');
    return true;
  };
}

/** Every file below the home and the project by its content; without the index, which is a copy of manifests that any listing makes. */
async function everything(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const top of ['home', 'project', 'tmp']) {
    const folder = join(world.folder.path, top);
    if (!existsSync(folder)) continue;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (path.startsWith(join(world.home, 'index'))) continue;
      found[path] = entry.isFile()
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : '';
    }
  }
  return found;
}

describe('plan', () => {
  it('tells all of a package that is not there, and leaves nothing', async () => {
    publishCow({ scripts: { postinstall: 'boom' } });
    await packages().locked(); // makes an empty home
    const before = await everything();
    const { packages: planned } = await packages({ COW_COLOUR: 'red' }).plan(['@acme/cow@^1']);
    expect(planned).toMatchObject([
      {
        ...{ identifier: 'npm:@acme/cow@^1', namedBy: ['you'], state: 'new', version: '1.0.0', licence: 'MIT' },
        source: expect.stringContaining('/@acme/cow/-/cow-1.0.0.tgz'),
        download: { packages: 3, sizeBytes: 3000, sized: 3 },
        provider: {
          ...{ id: 'cow', name: 'cow', type: 'local', capabilities: ['text-to-text'], models: 1 },
          ...{ isCompiled: false, isolation: 'none' },
        },
        environment: [
          { name: 'COW_KEY', description: 'Its key', isRequired: true, isSecret: true, isSet: false },
          { name: 'COW_COLOUR', description: undefined, isRequired: false, isSecret: false, isSet: true },
          { name: 'COW_SIZE', description: undefined, isRequired: false, isSecret: false, isSet: false },
        ],
        scripts: [{ package: '@acme/cow', name: 'postinstall', command: 'boom' }],
      },
    ]);
    expect(await everything()).toEqual(before);
    expect(world.registry.asked.filter((path) => path.endsWith('.tgz'))).toEqual(['/@acme/cow/-/cow-1.0.0.tgz']);
  });

  it('tells of a repository in TypeScript, and of the service that it names', async () => {
    await world.commit('cow-service', serviceFiles);
    const { 'index.js': code = '', ...files } = providerFiles('cow', 'service: github:o/cow-service\n');
    const commit = await world.commit('cow', { ...files, 'index.ts': code });
    await packages().locked();
    const before = await everything();
    const { packages: planned } = await packages().plan(['https://github.com/o/cow']);
    expect(planned).toMatchObject([
      {
        ...{ identifier: 'github:o/cow', commit, state: 'new', usesService: 'github:o/cow-service' },
        download: { packages: 1, sized: 1, sizeBytes: expect.any(Number) },
        provider: { id: 'cow', isCompiled: true },
      },
      {
        ...{ identifier: 'github:o/cow-service', namedBy: ['github:o/cow'], state: 'new' },
        service: { id: 'cow-service', engine: 'process', command: ['node', 'server.js'] },
      },
    ]);
    expect(await everything()).toEqual(before);
  });

  it('needs no network for what is stored, and downloads nothing of it', async () => {
    publishCow();
    await world.runtime().providers.getProvider('@acme/cow@^1');
    const asked = world.registry.asked.length;
    refuseWith(500);
    const before = await everything();
    const { packages: planned } = await packages().plan();
    expect(planned).toMatchObject([
      {
        identifier: 'npm:@acme/cow@^1',
        namedBy: ['mediaconduit.lock'],
        state: 'stored',
        version: '1.0.0',
        licence: 'MIT',
      },
    ]);
    expect(planned[0]?.download).toBeUndefined();
    expect(await everything()).toEqual(before);
    expect(world.registry.asked).toHaveLength(asked);
  });

  it('tells of what is locked and not stored by its files, or by the lock file alone', async () => {
    publishCow();
    await world.runtime().providers.getProvider('@acme/cow@^1');
    await removeTree(join(world.home, 'store'));
    const download = { packages: 3, sizeBytes: 1000, sized: 1 };
    const fetched = await packages().plan(['cow']);
    expect(fetched).toMatchObject({
      packages: [{ state: 'locked', licence: 'MIT', download, provider: { models: 1 } }],
    });
    await rm(join(world.folder.path, 'npm-cache'), { recursive: true });
    refuseWith(404);
    const { packages: alone } = await packages().plan(['cow']);
    expect(alone).toMatchObject([
      {
        ...{ identifier: 'npm:@acme/cow@^1', state: 'locked', version: '1.0.0', download },
        unread: { code: 'MC_SOURCE_NOT_FOUND' },
        provider: { id: 'cow', capabilities: ['text-to-text'] },
        environment: [{ name: 'COW_COLOUR' }, { name: 'COW_KEY', isSet: false }, { name: 'COW_SIZE' }],
      },
    ]);
  });

  it('goes by everything that the project names, each once', async () => {
    publishCow();
    await world.runtime().packages.open({ kind: 'npm', name: '@acme/cow', range: '*', canonical: 'npm:@acme/cow' });
    await world.folder.write('project/package.json', '{"dependencies":{"calf":"1.0.0","broken":"1"}}');
    for (const [name, text] of Object.entries(providerFiles('calf')))
      await world.folder.write(`project/node_modules/calf/${name}`, text);
    await world.folder.write('project/node_modules/broken/package.json', '{"name":"broken","version":"1.0.0"}');
    await world.folder.write('project/node_modules/broken/MediaConduit.provider.yml', 'contract: 1\n');
    await world.folder.write(
      'project/mediaconduit.yml',
      `providers: ['@acme/cow', ./bull]
services:
  web: { image: 'traefik/whoami', docker: { port: 80 } }
`,
    );
    const { packages: planned } = await packages().plan();
    const bull = `file:${join(world.project, 'bull')}`;
    expect(
      planned.map(({ identifier, namedBy, problem, state }) => [identifier, namedBy, state ?? problem?.code]),
    ).toEqual([
      ['npm:@acme/cow', ['mediaconduit.yml:1:13', 'mediaconduit.lock'], 'stored'],
      [bull, ['mediaconduit.yml:1:26'], 'MC_FILE_NOT_FOUND'],
      ['web', ['mediaconduit.yml:3:8'], 'stack'],
      ['npm:broken', ['package.json'], 'installed'],
      ['npm:calf', ['package.json'], 'installed'],
    ]);
    expect(planned[3]?.problem).toMatchObject({ code: 'MC_MANIFEST_INVALID' });
    expect(planned[2]?.service?.problem).toMatchObject({ code: 'MC_ENGINE_UNAVAILABLE' });
  });

  it.each([
    ['a package that nobody has', '@acme/none', 'MC_SOURCE_NOT_FOUND'],
    ['a repository that is not there', 'github:o/none', 'MC_SOURCE_NOT_FOUND'],
    ['an id that nothing has', 'none', 'MC_PROVIDER_NOT_FOUND'],
    ['a folder that holds nothing', '.', 'MC_PROVIDER_INVALID'],
  ])('goes on after %s', async (_what, text, code) => {
    publishCow();
    const { packages: planned } = await packages().plan([text, '@acme/cow']);
    expect(planned).toMatchObject([{ problem: { code } }, { state: 'new' }]);
    expect(await readdir(join(world.folder.path, 'tmp'))).toEqual([]);
  });

  it('tells what is wrong with a manifest, by its place in the package', async () => {
    await world.commit('cow', { ...providerFiles('cow'), 'MediaConduit.provider.yml': 'contract: 1\nid: 7 7\n' });
    const { packages: planned } = await packages().plan(['github:o/cow']);
    const message = planned[0]?.problem?.message;
    expect(message).toMatch(/^MediaConduit\.provider\.yml:/);
    expect(JSON.stringify(planned)).not.toContain('mediaconduit-plan-');
  });

  it('refuses what names nothing, before it asks anybody', async () => {
    publishCow();
    await expect(packages().plan(['@acme/cow', 'http://github.com/o/cow'])).rejects.toMatchObject({
      code: 'MC_IDENTIFIER_INVALID',
    });
    await world.folder.write('project/mediaconduit.yml', 'services: 7');
    await expect(packages().plan()).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    await rm(join(world.project, 'mediaconduit.yml'));
    await mkdir(join(world.project, 'mediaconduit.yml'));
    await expect(packages().plan()).rejects.toMatchObject({ code: 'MC_STACK_INVALID' });
    expect(world.registry.asked).toEqual([]);
  });

  it('says which version is too young', async () => {
    publishCow();
    const youngsters = { publishedAt: new Date().toISOString(), version: '1.1.0' };
    world.registry.publish({ name: '@acme/cow', ...youngsters });
    const { packages: planned } = await packages({ MEDIACONDUIT_MIN_RELEASE_AGE: '3d' }).plan(['@acme/cow']);
    expect(planned).toMatchObject([{ version: '1.0.0', passedOver: { version: '1.1.0' } }]);
  });

  it('ends with its runtime, and leaves nothing', async () => {
    publishCow();
    world.registry.misbehave = ({ url = '' }) => url.endsWith('.tgz'); // never answers
    const runtime = world.runtime({ TMPDIR: join(world.folder.path, 'tmp') });
    const planning = runtime.packages.plan(['@acme/cow']);
    const refused = expect(planning).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await eventually(async () => expect(world.registry.asked).toContainEqual(expect.stringMatching(/\.tgz$/)));
    await runtime.close();
    await refused;
    expect(await readdir(join(world.folder.path, 'tmp'))).toEqual([]);
  });
});

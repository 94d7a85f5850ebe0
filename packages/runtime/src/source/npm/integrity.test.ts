import { readdirSync } from 'node:fs';
import { makeTarball } from '@mediaconduit/testkit';
import type { FetchedTree } from '../fetch/fetcher';
import { NpmWorld, options } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

const CASES = process.env['TORTURE'] ? 100 : 10;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** A small generator whose whole state is the seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Change = (world: NpmWorld, path: string, pick: (below: number) => number) => void;

function change(world: NpmWorld, path: string, make: (bytes: Buffer) => Buffer): void {
  world.registry.tarballs.set(path, make(world.registry.tarballs.get(path) ?? Buffer.alloc(0)));
}

const evil = makeTarball({ 'package.json': '{"name":"cow","version":"1.0.0"}', 'index.js': 'steal()' });

const CHANGES: Readonly<Record<string, Change>> = {
  'one flipped bit': (world, path, pick) =>
    change(world, path, (bytes) => {
      const flipped = Buffer.from(bytes);
      const at = pick(flipped.length);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << pick(8)), at);
      return flipped;
    }),
  'another tarball': (world, path) => change(world, path, () => evil),
  'half a tarball': (world, path, pick) => change(world, path, (bytes) => bytes.subarray(0, pick(bytes.length))),
  'a longer tarball': (world, path) => change(world, path, (bytes) => Buffer.concat([bytes, Buffer.from('more')])),
  'another tarball with metadata that agrees': (world, path) => {
    const name = path.slice(1, path.indexOf('/-/'));
    world.registry.publish({ name, tarball: evil });
  },
};

describe('integrity', () => {
  it(`refuses every tarball but the pinned one, at once and before it is unpacked (seed ${SEED})`, async () => {
    const pick = random(SEED);
    await using world = await NpmWorld.start();
    const publish = (): void => {
      world.registry.publish({ name: 'a' });
      world.registry.publish({ name: 'cow', manifest: { dependencies: { a: '1' } } });
    };
    publish();
    const pinned = await world.fetch('npm:cow');
    const names = Object.keys(CHANGES);
    for (let round = 0; round < CASES; round += 1) {
      const path = round % 2 === 0 ? '/cow/-/cow-1.0.0.tgz' : '/a/-/a-1.0.0.tgz';
      publish();
      CHANGES[names[round % names.length] ?? '']?.(world, path, pick);
      world.environment['npm_config_cache'] = `${world.folder}/cache-${round}`;
      world.registry.requests.length = 0;
      const { folder, error } = await fetchPinned(world, pinned);
      expect(error).toMatchObject({ code: 'MC_INTEGRITY', retryable: false });
      expect(readdirSync(folder)).toEqual([]);
      expect(world.registry.asked.filter((one) => one === path).length).toBeLessThanOrEqual(1);
    }
  }, 600_000);

  it('refuses a tarball that is not what the registry itself says', async () => {
    await using world = await NpmWorld.start();
    world.registry.publish({ name: 'cow' });
    change(world, '/cow/-/cow-1.0.0.tgz', () => evil);
    await expect(world.fetch('npm:cow')).rejects.toMatchObject({ code: 'MC_INTEGRITY' });
  });

  it('gets a tarball anew when the one in the cache is damaged, once', async () => {
    await using world = await NpmWorld.start();
    world.registry.publish({ name: 'cow' });
    await world.fetch('npm:cow');
    const { readdir, truncate } = await import('node:fs/promises');
    const contents = `${world.folder}/npm-cache/_cacache/content-v2/sha512`;
    const files = await readdir(contents, { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) await truncate(`${file.parentPath}/${file.name}`, 10);
    for (const downloads of [1, 0]) {
      world.registry.requests.length = 0;
      const { folder } = await world.fetch('npm:cow');
      expect(readdirSync(folder).sort()).toEqual(['index.js', 'package.json']);
      expect(world.registry.asked.filter((path) => path.endsWith('.tgz'))).toHaveLength(downloads);
    }
  });
});

async function fetchPinned(
  world: NpmWorld,
  { resolution, dependencies }: FetchedTree,
): Promise<{ readonly folder: string; readonly error: unknown }> {
  const folder = world.target();
  const error: unknown = await world
    .fetcher()
    .fetch(resolution, folder, { ...options(), dependencies })
    .catch((thrown: unknown) => thrown);
  return { folder, error };
}

import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CachedTarballs, hashOf } from '../__fixtures__/cached-tarballs';
import { loadContentPath, type NpmOptions } from './npm-libraries';
import type { Tarball } from './tarball-spool';

let world: CachedTarballs;

beforeEach(() => {
  world = new CachedTarballs();
});

afterEach(() => world[Symbol.dispose]());

function get(integrity: string | undefined, more?: NpmOptions): Promise<Tarball> {
  return world.source(more).get({ name: 'cow', version: '1.0.0', integrity });
}

const spooled = (): string[] => readdirSync(world.spoolFolder);

const NOT_THERE = { code: 'MC_FETCH_FAILED', retryable: false };

describe('TarballSource, asked for what is in the cache of npm', () => {
  const small = Buffer.from('a tarball');
  const large = randomBytes(9 * 1024 ** 2);

  it.each([
    ['a hash', [hashOf(small)]],
    ['the hash of an old registry', [hashOf(small, 'sha1')]],
    ['several hashes', [hashOf(large), hashOf(small)]],
    ['a weak and a strong hash', [hashOf(small, 'sha1'), hashOf(small)]],
  ])('takes what has %s', async (_what, hashes) => {
    await world.keep(small, hashes.at(-1));
    const tarball = await get(hashes.join(' '));
    expect(tarball.bytes?.equals(small)).toBe(true);
    expect(tarball.integrity).toBe(hashOf(small));
  });

  it('spools what is large', async () => {
    await world.keep(large);
    const tarball = await get(hashOf(large));
    expect([tarball.bytes, spooled().length]).toEqual([undefined, 1]);
    await tarball.dispose();
    expect(spooled()).toEqual([]);
  });

  it.each([
    ['small', small],
    ['large', large],
  ])('takes no %s tarball that is another one by now, or a part of one', async (_size, bytes) => {
    await world.keep(bytes);
    const path = loadContentPath()(world.cache, hashOf(bytes));
    const kept = readFileSync(path);
    kept.writeUInt8(kept.readUInt8(3) ^ 1, 3);
    for (const damaged of [kept, bytes.subarray(0, bytes.length - 1), Buffer.alloc(0)]) {
      writeFileSync(path, damaged);
      await expect(get(hashOf(bytes))).rejects.toMatchObject(NOT_THERE);
      expect([spooled(), existsSync(path)]).toEqual([[], false]); // npm's cache keeps nothing where something is
    }
  });

  it('takes nothing for its weak hash where a strong one is wanted', async () => {
    await world.keep(small, hashOf(small, 'sha1'));
    await expect(get(`${hashOf(small, 'sha1')} ${hashOf(large)}`)).rejects.toMatchObject(NOT_THERE);
  });

  it.each([undefined, '', 'sha512-', 'nonsense', '../../etc-passwd', hashOf(Buffer.from('another'))])(
    'has nothing for %p',
    async (hash) => {
      await world.keep(small);
      await expect(get(hash)).rejects.toMatchObject(NOT_THERE);
    },
  );

  it('does not look there if npm is told to prefer the registry', async () => {
    await world.keep(small);
    await expect(get(hashOf(small), { preferOnline: true })).rejects.toMatchObject(NOT_THERE);
  });
});

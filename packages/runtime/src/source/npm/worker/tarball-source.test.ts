import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkMeter } from './network-meter';
import { loadCache, loadContentPath, type NpmOptions } from './npm-libraries';
import type { NpmSettings } from './npm-settings';
import { StallWatch } from './stall-watch';
import { TarballSource } from './tarball-source';
import type { Tarball } from './tarball-spool';

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mc-source-'));
  cache = mkdtempSync(join(tmpdir(), 'mc-cache-'));
});

afterEach(() => {
  for (const one of [folder, cache]) rmSync(one, { recursive: true, force: true });
});

const hashOf = (bytes: Buffer, name = 'sha512'): string => `${name}-${createHash(name).update(bytes).digest('base64')}`;

/** What npm would have kept. */
async function keep(bytes: Buffer, integrity: string): Promise<void> {
  const entry = loadCache().put.stream(cache, 'key', { integrity, algorithms: integrity.split('-', 1) });
  entry.end(bytes);
  await entry.promise();
}

/** Nothing else than the cache can be asked. */
function get(integrity: string | undefined, more: NpmOptions = {}): Promise<Tarball> {
  const options = { registry: 'http://127.0.0.1:9/', offline: true, ...more };
  const settings: NpmSettings = { options, cache, publicHost: 'x', readAt: 0, isAgeOfNpm: true, secrets: [] };
  const watch = new StallWatch(new NetworkMeter(), { stallMs: 1000, retries: 0 });
  return new TarballSource(settings, watch, folder).get({ name: 'cow', version: '1.0.0', integrity });
}

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
    await keep(small, hashes.at(-1) ?? '');
    const tarball = await get(hashes.join(' '));
    expect(tarball.bytes?.equals(small)).toBe(true);
    expect(tarball.integrity).toBe(hashOf(small));
  });

  it('spools what is large', async () => {
    await keep(large, hashOf(large));
    const tarball = await get(hashOf(large));
    expect([tarball.bytes, readdirSync(folder).length]).toEqual([undefined, 1]);
    await tarball.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['small', small],
    ['large', large],
  ])('takes no %s tarball that is another one by now, or a part of one', async (_size, bytes) => {
    await keep(bytes, hashOf(bytes));
    const path = loadContentPath()(cache, hashOf(bytes));
    const kept = readFileSync(path);
    kept.writeUInt8(kept.readUInt8(3) ^ 1, 3);
    for (const damaged of [kept, bytes.subarray(0, bytes.length - 1), Buffer.alloc(0)]) {
      writeFileSync(path, damaged);
      await expect(get(hashOf(bytes))).rejects.toMatchObject(NOT_THERE);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('takes no strong hash for a weak one that goes with it', async () => {
    await keep(small, hashOf(small, 'sha1'));
    await expect(get(`${hashOf(small, 'sha1')} ${hashOf(large)}`)).rejects.toMatchObject(NOT_THERE);
  });

  it.each([undefined, '', 'sha512-', 'nonsense', '../../etc-passwd', hashOf(Buffer.from('another'))])(
    'has nothing for %p',
    async (hash) => {
      await keep(small, hashOf(small));
      await expect(get(hash)).rejects.toMatchObject(NOT_THERE);
    },
  );

  it('does not look there if npm is told to prefer the registry', async () => {
    await keep(small, hashOf(small));
    await expect(get(hashOf(small), { preferOnline: true })).rejects.toMatchObject(NOT_THERE);
  });
});

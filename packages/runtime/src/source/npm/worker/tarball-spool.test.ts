import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { spoolFile, spoolTarball, type SpoolOptions, type Tarball } from './tarball-spool';

const LIMIT = 8 * 1024 ** 2;
let folder: string;
let options: SpoolOptions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mc-spool-'));
  options = { folder, label: 'cow@1.0.0', withSha1: false };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WAYS: Readonly<Record<string, (bytes: Buffer, options: SpoolOptions) => Promise<Tarball>>> = {
  spoolTarball: (bytes, how) => spoolTarball(Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]), how),
  spoolFile: async (bytes, how) => {
    const path = join(folder, 'given.tgz');
    writeFileSync(path, bytes);
    try {
      return await spoolFile(path, how);
    } finally {
      rmSync(path);
    }
  },
};

describe.each(Object.entries(WAYS))('%s', (_name, spool) => {
  it.each([
    ['in memory', LIMIT, 0],
    ['on the disk', LIMIT + 1, 1],
  ])('keeps a tarball %s, of %d bytes', async (_where, sizeBytes, files) => {
    const bytes = randomBytes(sizeBytes);
    const tarball = await spool(bytes, { ...options, withSha1: true });
    const hash = (name: string): string => `${name}-${createHash(name).update(bytes).digest('base64')}`;
    expect(tarball).toMatchObject({ sizeBytes, integrity: hash('sha512'), sha1: hash('sha1') });
    expect(tarball.bytes?.equals(bytes)).toBe(files === 0 ? true : undefined);
    expect(readdirSync(folder)).toHaveLength(files);
    for (const stream of [tarball.open(), tarball.open()]) expect((await buffer(stream)).equals(bytes)).toBe(true);
    await tarball.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reckons SHA-1 only where it is asked for', async () => {
    expect((await spool(Buffer.from('x'), options)).sha1).toBeUndefined();
  });

  it('refuses what is larger than packages may be, and leaves nothing', async () => {
    await expect(spool(Buffer.alloc(100 * 1024 ** 2 + 1), options)).rejects.toMatchObject({
      code: 'MC_ARCHIVE_UNSAFE',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

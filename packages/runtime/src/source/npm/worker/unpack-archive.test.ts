import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { makeTar, makeTarball, paxEntry, type TestEntry } from '@mediaconduit/testkit';
import { ARCHIVE_LIMITS } from './archive-limits';
import type { PackedArchive } from './read-archive';
import { unpackArchive, type Unpacked } from './unpack-archive';

const MIB = 1024 ** 2;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mc-unpack-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A small archive is in memory, a large one comes as a stream. */
const WAYS: Readonly<Record<string, (archive: Buffer) => PackedArchive>> = {
  'in memory': (bytes) => ({ ...inPieces(bytes), bytes }),
  'as a stream': (bytes) => inPieces(bytes),
};

function inPieces(archive: Buffer): PackedArchive {
  return { sizeBytes: archive.length, open: () => Readable.from([archive]) };
}

function unpackTo(name: string, archive: PackedArchive): Promise<Unpacked> {
  return unpackArchive(archive, { folder: join(folder, name), label: 'evil@1.0.0' });
}

const file = (name: string, content = 'x'): TestEntry => ({ name, content });
const tgz = (...entries: TestEntry[]): Buffer => gzipSync(makeTar([file('package/package.json', '{}'), ...entries]));
const zeros = (bytes: number): Buffer<ArrayBuffer> => Buffer.alloc(bytes);
const half = (bytes: number): Buffer => Buffer.concat([randomBytes(bytes / 64), zeros(bytes - bytes / 64)]);

/** Files of `mebibytes` each; nothing of that size is ever in memory. */
function bomb(files: number, mebibytes: number, content: Buffer): Buffer {
  const part = gzipSync(content);
  const size = mebibytes * content.length;
  const one = (index: number): Buffer[] => [
    gzipSync(makeTar([{ name: `package/${index}`, size }], zeros(0))),
    ...Array.from({ length: mebibytes }, () => part),
  ];
  return Buffer.concat([...Array.from({ length: files }, (_, index) => one(index)).flat(), gzipSync(zeros(1024))]);
}

const HOSTILE: Readonly<Record<string, () => Buffer>> = {
  'a path that leads up': () => tgz(file('package/../../canary')),
  'a path that leads up from a folder': () => tgz(file('package/a/../../../canary')),
  'a path that is only dots': () => tgz(file('../canary')),
  'an absolute path': () => tgz(file('/tmp/canary')),
  'an absolute path in a pax header': () => tgz(paxEntry({ path: '/tmp/canary' }), file('package/a')),
  'a pax path that leads up': () => tgz(paxEntry({ path: 'package/../../canary' }), file('package/a')),
  'a GNU long name that leads up': () =>
    tgz({ name: '././@LongLink', type: 'L', content: 'package/../../canary\0' }, file('package/a')),
  'a backslash path': () => tgz(file('package\\..\\..\\canary')),
  'a backslash within a name': () => tgz(file('package/a\\b')),
  'a drive': () => tgz(file('C:/canary')),
  'a drive-relative path': () => tgz(file('c:canary')),
  'a name with a newline': () => tgz(file('package/a\nb')),
  'a name with an escape': () => tgz(file('package/\u001b[2J')),
  'a name of 300 bytes': () => tgz(paxEntry({ path: `package/${'n'.repeat(300)}` }), file('package/a')),
  'a symbolic link': () => tgz({ name: 'package/link', type: '2', link: '../../canary' }),
  'a symbolic link inside': () => tgz({ name: 'package/link', type: '2', link: 'package.json' }),
  'a link to a folder, then a file below it': () =>
    tgz({ name: 'package/dir', type: '2', link: '/tmp' }, file('package/dir/canary')),
  'a hard link': () => tgz({ name: 'package/link', type: '1', link: '/etc/passwd' }),
  'a hard link to a symbolic link': () =>
    tgz({ name: 'package/a', type: '2', link: '/etc/passwd' }, { name: 'package/b', type: '1', link: 'package/a' }),
  'a character device': () => tgz({ name: 'package/null', type: '3' }),
  'a block device': () => tgz({ name: 'package/disk', type: '4' }),
  'a fifo': () => tgz({ name: 'package/fifo', type: '6' }),
  'an entry of an unknown kind': () => tgz({ name: 'package/odd', type: 'Z' }),
  'a setuid file': () => tgz({ name: 'package/su', content: 'x', mode: 0o4755 }),
  'a setgid file': () => tgz({ name: 'package/sg', content: 'x', mode: 0o2755 }),
  'two files of one name': () => tgz(file('package/a'), file('package/a', 'y')),
  'two names that differ in case': () => tgz(file('package/Readme'), file('package/README')),
  'two names that differ in their Unicode form': () => tgz(file('package/\u00e9'), file('package/e\u0301')),
  'two folders that differ in case, one as a file': () => tgz(file('package/Lib'), file('package/lib/a')),
  'a file where a folder is': () => tgz(file('package/lib/a'), file('package/lib')),
  '33 folders': () => tgz(file(`package/${'d/'.repeat(33)}a`)),
  '50,001 entries': () =>
    gzipSync(makeTar(Array.from({ length: 50_001 }, (_, index) => ({ name: `package/d/${index}`, type: '5' })))),
  'a file that claims 8 GiB': () => tgz({ name: 'package/a', content: 'x', size: 8 * 1024 ** 3 - 1 }),
  'much from little': () => bomb(1, 40, zeros(MIB)),
  'more than 500 MiB of files': () => bomb(6, 100, half(MIB)),
  'a pax header of 2 MiB': () => tgz(paxEntry({ comment: 'c'.repeat(2 * MIB) }), file('package/a')),
  'a wrong checksum': () => tgz({ name: 'package/a', content: 'x', badChecksum: true }),
  'a tarball that ends early': () => gzipSync(makeTar([file('package/a', 'x'.repeat(5000))]).subarray(0, 2048)),
  'a gzip file that ends early': () => tgz(file('package/a', randomBytes(5000).toString('hex'))).subarray(0, 2000),
  'no gzip file': () => Buffer.from('PK\u0003\u0004 a zip archive'),
  'a tar that is not compressed': () => makeTar([file('package/package.json', '{}')]),
  'a gzip file of noise': () => gzipSync(randomBytes(4096)),
  'a gzip file whose checksum is wrong': () => {
    const archive = tgz(file('package/a'));
    archive.writeUInt32LE(archive.readUInt32LE(archive.length - 8) ^ 1, archive.length - 8);
    return archive;
  },
  'more after the end of a gzip file': () => Buffer.concat([tgz(file('package/a')), Buffer.from('more')]),
  'a gzip file within a gzip file': () => gzipSync(tgz(file('package/a'))),
  'an empty file': () => zeros(0),
  'a gzip file of nothing': () => gzipSync(zeros(0)),
  'much from little, in one piece': () => tgz({ name: 'package/a', content: zeros(40 * MIB) }),
};

describe.each(Object.entries(WAYS))('unpackArchive, of an archive %s', (_way, packed) => {
  const unpack = (archive: Buffer): Promise<Unpacked> => unpackTo('package', packed(archive));

  it('counts at least 40 hostile archives', () => expect(Object.keys(HOSTILE).length).toBeGreaterThanOrEqual(40));

  it.each(Object.entries(HOSTILE))('refuses %s and leaves nothing', async (_name, make) => {
    const archive = make();
    const before = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    await expect(unpack(archive)).rejects.toMatchObject({
      code: 'MC_ARCHIVE_UNSAFE',
      facts: { package: 'evil@1.0.0' },
    });
    expect(process.cpuUsage(cpu).user).toBeLessThan(2_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, '..', 'canary'))).toBe(false);
    expect(existsSync('/tmp/canary')).toBe(false);
  });

  it('writes files and folders with the rights that npm gives them', async () => {
    const archive = tgz(
      { name: 'package/empty', type: '5' },
      { name: 'package/bin/run', content: '#!/bin/sh', mode: 0o700 },
      { ...file('package/open'), mode: 0o666 },
      file('other-root/lib/a.js', 'a'),
      paxEntry({ path: `package/${'long/'.repeat(25)}name.js` }),
      file('package/short', 'long'),
      { name: 'pax_global_header', type: 'g', content: '' },
    );
    const { entries, bytes } = await unpack(archive);
    const at = (path: string): string => join(folder, 'package', path);
    expect(statSync(at('bin/run')).mode & 0o7777).toBe(0o755);
    expect(statSync(at('open')).mode & 0o7777).toBe(0o644);
    expect(statSync(at('empty')).isDirectory()).toBe(true);
    expect(readFileSync(at('lib/a.js'), 'utf8')).toBe('a');
    expect(readFileSync(at(`${'long/'.repeat(25)}name.js`), 'utf8')).toBe('long');
    expect([entries, bytes]).toEqual([6, 2 + 9 + 1 + 1 + 4]);
  });

  it('reads headers as npm does: no path for all files, names end at a NUL', async () => {
    const global = paxEntry({ path: 'package/../../canary' }, 'g');
    await unpack(tgz(global, file('package/a'), paxEntry({ path: 'package/b\0/../../canary' }), file('package/c')));
    expect(readdirSync(join(folder, 'package')).sort()).toEqual(['a', 'b', 'package.json']);
  });

  it('takes a file that is larger than what is read at once', async () => {
    const content = randomBytes(3 * MIB);
    await unpack(makeTarball({ 'package.json': '{}', 'data.bin': content }));
    expect(readFileSync(join(folder, 'package', 'data.bin')).equals(content)).toBe(true);
  });

  it('takes a package that is too large to be held in memory', async () => {
    const content = randomBytes(MIB);
    const names = Array.from({ length: 40 }, (_, index) => `${index}.bin`);
    await unpack(makeTarball({ 'package.json': '{}', ...Object.fromEntries(names.map((name) => [name, content])) }));
    const found = names.map((name) => readFileSync(join(folder, 'package', name)));
    expect(found.every((one) => one.equals(content))).toBe(true);
  });

  it('takes small files that pack well', async () => {
    await unpack(makeTarball({ 'package.json': '{}', 'zeros.bin': zeros(4 * MIB) }));
    expect(statSync(join(folder, 'package', 'zeros.bin')).size).toBe(4 * MIB);
  });

  it('says what the disk said', async () => {
    writeFileSync(join(folder, 'package'), 'a file stands in the way');
    await expect(unpack(makeTarball({ 'package.json': '{}' }))).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

describe('ARCHIVE_LIMITS', () => {
  it('are as large as the largest packages need', () => {
    expect(ARCHIVE_LIMITS).toMatchObject({ packedBytes: 100 * MIB, entries: 50_000, depth: 32 });
  });
});

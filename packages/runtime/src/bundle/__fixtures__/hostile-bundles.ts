import { gzipSync } from 'node:zlib';
import { paxEntry, type TestEntry } from '@mediaconduit/testkit';
import { providerManifest } from '../../provider/__fixtures__/test-project';
import { formatIndex } from '../../store/tree-index';
import { idOf, imageArchive } from './fake-images';
import { entriesOf, makeBundle, sha256, type BundleParts } from './make-bundle';

const FILES = {
  'MediaConduit.provider.yml': providerManifest('cow', 'service: ./service\n'),
  'index.js': 'module.exports = class {};',
  'bin/run': '#!/bin/sh',
  'service/MediaConduit.service.yml':
    'id: cow-service\nname: Cow\nversion: 1.0.0\ncapabilities: [text-to-text]\ndocker: { image: "cow:1" }\n',
};
const IMAGE = { reference: 'cow:1', id: idOf('cow:1'), os: 'linux', architecture: 'amd64' };
const HASH = '0'.repeat(64);

/** A whole one, but for the parts that are named. */
export const bundle = (parts: Partial<BundleParts> = {}): Buffer => makeBundle({ files: FILES, ...parts });
/** As {@link bundle}, with an image. */
export const imaged = (parts: Partial<BundleParts> = {}): Buffer =>
  bundle({ images: [IMAGE], archive: imageArchive(['cow:1']), ...parts });
const indexed = (...lines: string[]): Buffer => {
  const index = formatIndex(entriesOf(FILES)).trimEnd().split('\n');
  const [header = '', ...rest] = index;
  return bundle({ index: [header, ...[...rest, ...lines].sort(byPath), ''].join('\n') });
};
const byPath = (a: string, b: string): number => ((a.split('\t')[1] ?? '') < (b.split('\t')[1] ?? '') ? -1 : 1);
const indexText = (change: (text: string) => string): Buffer =>
  bundle({ index: change(formatIndex(entriesOf(FILES))) });
const inserted = (at: number, entry: TestEntry): Buffer => bundle({ entries: (all) => all.toSpliced(at, 0, entry) });
const without = (at: number): Buffer => bundle({ entries: (all) => all.toSpliced(at, 1) });
const changed = (at: number, change: Partial<TestEntry>): Buffer =>
  bundle({ entries: (all) => all.with(at, { ...(all[at] ?? { name: '' }), ...change }) });
const file = (path: string): string => `f\t${path}\t${sha256(FILES['index.js'])}\t${FILES['index.js'].length}`;
const listed = (change: (list: string) => string): Buffer => imaged({ archive: imageArchive(['cow:1'], [], change) });
const more = (member: string) => (list: string): string => list.replace('"Layers":[]', `"Layers":[],${member}`); // prettier-ignore
const entryChanged = (change: object): Buffer =>
  bundle({
    lock: (text) => rewritten(text, (all) => ({ 'github:o/cow': { ...(all['github:o/cow'] as object), ...change } })),
  });
const renamed = (entry: unknown): unknown => JSON.parse(JSON.stringify(entry).replaceAll('o/cow', 'o/more'));
const annotated = (annotations: object): TestEntry => ({
  name: 'index.json',
  content: JSON.stringify({ manifests: [{ digest: `sha256:${HASH}`, annotations }] }),
});

const UNSAFE = 'MC_ARCHIVE_UNSAFE';
const INVALID = 'MC_BUNDLE_INVALID';
export const INTEGRITY = 'MC_INTEGRITY';

/** What has to be refused, with which code. */
export const HOSTILE: Readonly<Record<string, readonly [code: string, make: () => Buffer]>> = {
  'a path of a tree that leads up': [UNSAFE, () => indexed(file('../canary'))],
  'a path of a tree that leads up from a folder': [UNSAFE, () => indexed('d\tbin/..', file('bin/../../canary'))],
  'a path of a tree that is absolute': [UNSAFE, () => indexed(file('/tmp/canary'))],
  'a folder of a tree above it': [UNSAFE, () => indexed('d\t..')],
  'a path with a backslash': [UNSAFE, () => indexed(file('bin\\..\\..\\canary'))],
  'a path with a drive': [UNSAFE, () => indexed(file('c:canary'))],
  'a path with a control character': [UNSAFE, () => indexed(file('bin/\u001b[2J'))],
  'a path with empty parts': [UNSAFE, () => indexed(file('bin//a'))],
  'a name that is too long': [UNSAFE, () => indexed(file('n'.repeat(300)))],
  'a path that is too long': [
    UNSAFE,
    () => indexed(...Array.from({ length: 300 }, (_, at) => `d\t${'deep/'.repeat(at)}deep`)),
  ],
  'the same path twice': [UNSAFE, () => indexed(file('index.js'))],
  'two paths that differ by case': [UNSAFE, () => indexed(file('INDEX.js'))],
  'two paths that differ in their Unicode form': [UNSAFE, () => indexed(file('\u00e9'), file('e\u0301'))],
  'a link that leads out': [UNSAFE, () => indexed('l\tlink\t../../canary')],
  'a link that is absolute': [UNSAFE, () => indexed('l\tlink\t/tmp')],
  'a link that leads out by way of another': [UNSAFE, () => indexed('l\ta\tbin', 'l\tb\ta/../..')],
  'a link to a path without end': [UNSAFE, () => indexed(`l\tlink\t${'a/'.repeat(500_000)}b`)],
  'links that lead through links for hours': [
    UNSAFE,
    () =>
      indexed(
        ...Array.from(
          { length: 1000 },
          (_, at) => `l\tl${at}\t${'bin/../'.repeat(100)}l${at % 39 > 0 ? at - 1 : 'none'}`,
        ),
      ),
  ],
  'more names than a tree has': [
    UNSAFE,
    () => indexText((text) => `${text}${Array.from({ length: 250_001 }, (_, at) => `d\tz${at}\n`).join('')}`),
  ],
  'little that would fill a disk': [
    UNSAFE,
    () =>
      bundle({
        files: Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`copy-${at}`, 'cow '.repeat(256 * 1024)])),
      }),
  ],
  'a file below a link': [UNSAFE, () => indexed('l\tlink\tbin', file('link/a'))],
  'a file below a file': [UNSAFE, () => indexed(file('index.js/a'))],
  'a file in a folder that is not named': [UNSAFE, () => indexed(file('lib/a'))],
  'an index in another order': [UNSAFE, () => indexText((text) => `${text}d\ta\n`)],
  'an index of another format': [UNSAFE, () => indexText((text) => text.replace('tree 1', 'tree 2'))],
  'a size that is none': [UNSAFE, () => indexed(`f\ta\t${HASH}\t1e3`)],
  'a hash that is none': [UNSAFE, () => indexed('f\ta\t../../canary\t1')],
  'a tree of 8 TiB': [UNSAFE, () => indexed(`f\ta\t${HASH}\t${8 * 1024 ** 4}`)],
  'two sizes of one content': [INTEGRITY, () => indexed(`f\ta\t${sha256(FILES['index.js'])}\t7`)],
  'a content that nobody sent': [INVALID, () => indexed(`f\ta\t${HASH}\t1`)],
  'an entry outside': [INVALID, () => inserted(3, { name: '../../canary', content: 'x' })],
  'an absolute entry': [INVALID, () => inserted(3, { name: '/tmp/canary', content: 'x' })],
  'an entry that nobody asked for': [INVALID, () => inserted(3, { name: `files/${HASH}`, content: 'x' })],
  'an entry twice': [
    INVALID,
    () => bundle({ entries: (all) => all.flatMap((one, at) => (at === 4 ? [one, one] : one)) }),
  ],
  'entries in another order': [
    INVALID,
    () => bundle({ entries: (all) => [...all.slice(0, 3), ...all.slice(3).reverse()] }),
  ],
  'something after its end': [INVALID, () => inserted(99, { name: 'more', content: 'x' })],
  'a second lock': [INVALID, () => inserted(2, { name: 'mediaconduit.lock', content: '{}' })],
  'a symbolic link as an entry': [INVALID, () => changed(3, { type: '2', link: '/etc/passwd', content: '' })],
  'a hard link as an entry': [INVALID, () => changed(3, { type: '1', link: '/etc/passwd', content: '' })],
  'a device as an entry': [INVALID, () => changed(3, { type: '3', content: '' })],
  'a folder as an entry': [INVALID, () => changed(3, { type: '5', content: '' })],
  'another path in a pax header': [INVALID, () => inserted(3, paxEntry({ path: '../../canary' }))],
  'a pax header of 64 MiB': [UNSAFE, () => inserted(3, paxEntry({ comment: 'c'.repeat(64 * 1024 ** 2) }))],
  'a GNU name of 8 GiB': [INVALID, () => inserted(3, { name: '././@LongLink', type: 'L', size: 8 * 1024 ** 3 - 1 })],
  'a manifest that claims 8 GiB': [INVALID, () => changed(0, { size: 8 * 1024 ** 3 - 1 })],
  'a content of another size': [INVALID, () => changed(3, { content: 'longer than it should be'.repeat(9) })],
  'a content that was changed': [
    INTEGRITY,
    () =>
      bundle({
        entries: (all) => all.map((one) => (one.content === FILES['bin/run'] ? { ...one, content: '#!/bin/no' } : one)),
      }),
  ],
  'an index that was changed': [INTEGRITY, () => changed(2, { content: formatIndex([]) })],
  'a lock that was changed': [INTEGRITY, () => bundle({ lock: (text) => text.replace(/t1-\w+/, `t1-${HASH}`) })],
  'a lock that was changed after the hashes': [
    INTEGRITY,
    () =>
      bundle({
        entries: (all) =>
          all.with(1, {
            ...(all[1] ?? { name: '' }),
            content: String(all[1]?.content).replace('o/cow.git', 'x/cow.git'),
          }),
      }),
  ],
  'a lock with one more': [
    INTEGRITY,
    () =>
      bundle({ lock: (text) => rewritten(text, (all) => ({ ...all, 'github:o/more': renamed(all['github:o/cow']) })) }),
  ],
  'a lock with half an entry': [
    INVALID,
    () => bundle({ lock: (text) => rewritten(text, () => ({ 'github:o/cow': {} })) }),
  ],
  'a lock whose entry nests without end': [
    INVALID,
    () =>
      bundle({
        lock: (text) => text.replace('"scripts": []', `"more": ${'['.repeat(9e4)}${']'.repeat(9e4)}, "scripts": []`),
      }),
  ],
  'a lock whose scripts are none': [INVALID, () => entryChanged({ scripts: [null] })],
  'a lock whose capabilities are none': [
    INVALID,
    () => entryChanged({ declared: { capabilities: [7], environment: [] } }),
  ],
  'a lock whose entry is another package': [
    INVALID,
    () => entryChanged({ resolution: { canonical: 'github:x/evil#1', resolved: 'https://github.com/x/evil.git' } }),
  ],
  'a lock without end': [INVALID, () => changed(1, { content: '['.repeat(17 * 1024 ** 2) })],
  'a manifest without end': [INVALID, () => bundle({ manifest: (text) => `${text}${' '.repeat(2 * 1024 ** 2)}` })],
  'a lock that names a folder': [INVALID, () => bundle({ identifier: 'file:/etc' })],
  'a lock whose tree is a path': [INVALID, () => bundle({ lock: (text) => text.replace(/t1-\w+/, '../../canary') })],
  'a lock with something else in it': [INVALID, () => bundle({ lock: (text) => text.replace('{', '{ "trust": [],') })],
  'a lock that is no JSON': [INVALID, () => bundle({ lock: () => 'providers: {}' })],
  'an identifier that is no canonical one': [INVALID, () => bundle({ identifier: 'https://github.com/o/cow' })],
  'a manifest of a newer format': [
    INVALID,
    () => bundle({ manifest: (text) => text.replace('"formatVersion": 1', '"formatVersion": 2') }),
  ],
  'a manifest without a format': [
    INVALID,
    () => bundle({ manifest: (text) => text.replace('"formatVersion": 1,', '') }),
  ],
  'a manifest that is no JSON': [INVALID, () => bundle({ manifest: () => 'hello' })],
  'a manifest with a tree that is a path': [
    INVALID,
    () => bundle({ manifest: (text) => text.replace(/t1-\w+/, 't1-../../canary') }),
  ],
  'a manifest with more in it': [
    INVALID,
    () => bundle({ manifest: (text) => text.replace('"images"', '"more": 1, "images"') }),
  ],
  'a manifest of nothing': [
    INVALID,
    () => bundle({ manifest: () => '{\n  "formatVersion": 1,\n  "packages": [],\n  "images": []\n}\n' }),
  ],
  'no manifest': [INVALID, () => without(0)],
  'no lock': [INVALID, () => without(1)],
  'no index': [INVALID, () => without(2)],
  'no content': [INVALID, () => without(4)],
  'no hashes': [INVALID, () => bundle({ entries: (all) => all.slice(0, -1) })],
  'hashes of something else': [
    INTEGRITY,
    () => bundle({ checksums: (text) => text.replaceAll(/[0-9a-f]{64}/g, HASH) }),
  ],
  'a wrong checksum of a header': [INVALID, () => changed(3, { badChecksum: true })],
  'an end in the middle of a content': [INVALID, () => bundle().subarray(0, -2048)],
  'an end in the middle of a header': [INVALID, () => bundle().subarray(0, 700)],
  'a tree for another kind of machine': ['MC_PLATFORM_MISMATCH', () => bundle({ platform: 'plan9-mips' })],
  'a gzip file': [INVALID, () => gzipSync(bundle())],
  'nothing at all': [INVALID, () => Buffer.alloc(0)],
  zeros: [INVALID, () => Buffer.alloc(10_240)],
  noise: [INVALID, () => Buffer.from(sha256('noise').repeat(100))],
  'images that were changed': [
    INTEGRITY,
    () =>
      imaged({
        entries: (all) =>
          all.with(-2, { ...(all.at(-2) ?? { name: '' }), content: imageArchive(['cow:1'], [{ name: 'x' }]) }),
      }),
  ],
  'images that are missing': [INVALID, () => bundle({ images: [IMAGE] })],
  'images that nobody names': [INVALID, () => bundle({ archive: imageArchive(['cow:1']) })],
  'an image that no service needs': [
    INTEGRITY,
    () =>
      bundle({
        images: [{ ...IMAGE, reference: 'postgres:16', id: idOf('postgres:16') }],
        archive: imageArchive(['postgres:16']),
      }),
  ],
  'one more name for an image': [INTEGRITY, () => imaged({ archive: imageArchive(['cow:1', 'postgres:16']) })],
  'one more name in an OCI index': [
    INTEGRITY,
    () =>
      imaged({
        archive: imageArchive(['cow:1'], [annotated({ 'io.containerd.image.name': 'docker.io/library/postgres:16' })]),
      }),
  ],
  'one more name in a spelling that engines take': [INVALID, () => listed(more('"repotags":["postgres:16"]'))],
  'one more name in letters that engines take': [INVALID, () => listed(more('"RepoTag\u017f":["postgres:16"]'))],
  'two lists of names': [
    INVALID,
    () => listed((list) => list.replace('"RepoTags"', '"RepoTags":["postgres:16"],"RepoTags"')),
  ],
  'annotations twice in an OCI index': [
    INVALID,
    () =>
      imaged({
        archive: imageArchive(
          ['cow:1'],
          [
            {
              name: 'index.json',
              content: `{"manifests":[{"annotations":{"io.containerd.image.name":"docker.io/library/postgres:16"},"annotations":{}}]}`,
            },
          ],
        ),
      }),
  ],
  'a list of images that nests without end': [
    INVALID,
    () => listed((list) => list.replace('"Layers":[]', `"Layers":${'['.repeat(1e5)}${']'.repeat(1e5)}`)),
  ],
  'another image under the name': [INTEGRITY, () => imaged({ images: [{ ...IMAGE, id: idOf('other:1') }] })],
  'an image archive that leads up': [
    INVALID,
    () => imaged({ archive: imageArchive(['cow:1'], [{ name: '../canary', content: 'x' }]) }),
  ],
  'an image archive with a link out': [
    INVALID,
    () => imaged({ archive: imageArchive(['cow:1'], [{ name: 'a/layer.tar', type: '2', link: '/etc/passwd' }]) }),
  ],
  'an image archive with a device': [
    INVALID,
    () => imaged({ archive: imageArchive(['cow:1'], [{ name: 'null', type: '3' }]) }),
  ],
  'an image archive with two lists': [
    INVALID,
    () => imaged({ archive: imageArchive(['cow:1'], [{ name: 'manifest.json', content: '[]' }]) }),
  ],
  'an image archive with a second list in another spelling': [
    INVALID,
    () => imaged({ archive: imageArchive(['cow:1'], [{ name: './manifest.json', content: '[]' }]) }),
  ],
  'an image archive that is none': [INVALID, () => imaged({ archive: Buffer.from('no tar'.repeat(200)) })],
  'an image archive that ends early': [INVALID, () => imaged({ archive: imageArchive(['cow:1']).subarray(0, 600) })],
};

function rewritten(lock: string, change: (all: Record<string, unknown>) => unknown): string {
  const { providers } = JSON.parse(lock) as { providers: Record<string, unknown> };
  return `${JSON.stringify({ providers: change(providers) }, undefined, 2)}\n`;
}

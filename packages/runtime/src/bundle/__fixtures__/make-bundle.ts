import { createHash } from 'node:crypto';
import { formatIndex, treeHash, type TreeEntry } from '../../store/tree-index';
import { makeTar, type TestEntry } from '@mediaconduit/testkit';
import { formatManifest, type BundledImage } from '../bundle-manifest';
import { formatLock } from '../bundled-lock';
import { formatChecksums } from '../write-bundle';

/** Files by path; a text that begins with `->` is a link. */
export type TreeFiles = Readonly<Record<string, string>>;

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** The entries of a tree, with the folders that its files need. */
export function entriesOf(files: TreeFiles): TreeEntry[] {
  const folders = new Set(
    Object.keys(files).flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
  );
  folders.delete('');
  return [
    ...[...folders].map((path): TreeEntry => ({ kind: 'folder', path })),
    ...Object.entries(files).map(([path, content]): TreeEntry => {
      if (content.startsWith('->')) return { kind: 'link', path, target: content.slice(2) };
      const isExecutable = path.startsWith('bin/');
      return { kind: 'file', path, isExecutable, sha256: sha256(content), sizeBytes: Buffer.byteLength(content) };
    }),
  ];
}

/** What a test bundle is made of; every part can be another than it should be. */
export interface BundleParts {
  readonly files: TreeFiles;
  readonly identifier?: string;
  readonly platform?: string;
  /** Instead of the one that the files have. */
  readonly index?: string;
  readonly images?: readonly BundledImage[];
  /** The archive of the images. */
  readonly archive?: Buffer;
  readonly manifest?: (text: string) => string;
  readonly lock?: (text: string) => string;
  readonly checksums?: (text: string) => string;
  /** The last word about the entries of the file. */
  readonly entries?: (entries: TestEntry[]) => readonly TestEntry[];
}

const COMMIT = 'c'.repeat(40);

/** The entry of a lock file for a tree. */
export const lockedAs = (tree: string, platform = 'any') => ({
  provider: 'cow',
  resolution: { canonical: `github:o/cow#${COMMIT}`, resolved: 'https://github.com/o/cow.git', commit: COMMIT },
  trees: { [platform]: tree },
  contract: { min: 1, max: 1 },
  declared: { capabilities: ['text-to-text' as const], environment: [] },
  scripts: [],
  allowedScripts: [],
});

/** A bundle with one package. */
export function makeBundle(parts: BundleParts): Buffer {
  const { archive, files, identifier = 'github:o/cow', images = [], platform = 'any' } = parts;
  const same = (text: string): string => text;
  const index = parts.index ?? formatIndex(entriesOf(files));
  const tree = treeHash(index);
  const manifest = (parts.manifest ?? same)(formatManifest({ packages: [{ identifier, platform, tree }], images }));
  const lock = (parts.lock ?? same)(formatLock(new Map([[identifier, lockedAs(tree, platform)]])));
  const contents = new Set(Object.values(files).filter((content) => !content.startsWith('->')));
  const sums = formatChecksums({ manifest, lock, images: archive && sha256(archive) });
  const entries: TestEntry[] = [
    { name: 'mediaconduit-bundle.json', content: manifest },
    { name: 'mediaconduit.lock', content: lock },
    { name: `trees/${tree}`, content: index },
    ...[...contents].map((content) => ({ name: `files/${sha256(content)}`, content })).sort(byName),
    ...(archive ? [{ name: 'images.tar', content: archive }] : []),
    { name: 'checksums.json', content: (parts.checksums ?? same)(sums) },
  ];
  return makeTar((parts.entries ?? ((all) => all))(entries));
}

function byName(a: TestEntry, b: TestEntry): number {
  return a.name < b.name ? -1 : 1;
}

import { text } from 'node:stream/consumers';
import type { EngineImage } from '@mediaconduit/sdk';
import type { Entry } from 'tar-stream';
import { readTar } from '../archive/read-tar';
import { withTag } from '../engine/docker/with-tag';
import { changedBundle, invalidBundle } from './bundle-error';
import { parseAsEngines } from './parse-as-engines';
import type { BundledImage } from './bundle-manifest';

/** What engines may call the images of an archive, by the references of the manifest. */
export type ArchivedImages = ReadonlyMap<string, readonly string[]>;

type Members = Readonly<Record<string, unknown>>;

const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const MAX_ENTRIES = 100_000;
const TEXTS = ['manifest.json', 'index.json'];
/** The configuration of an image is named by its hash, in both layouts that engines write. */
const CONFIGURATION = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/;
/** Engines before version 25 write the layer of another image so. */
const SAME_LAYER = /^\.\.\/[0-9a-f]{64}\/layer\.tar$/;
/** The annotations of an index that become names of images; the second is mostly a tag alone. */
const NAMES = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/**
 * Reads an archive of images to its end. Whether layers are those of their image is what the engine checks; that the
 * image is the one of the manifest is seen by its id.
 * @throws `MC_BUNDLE_INVALID`, `MC_INTEGRITY` when it holds other images than the manifest says, or gives names to them.
 */
export async function readImageArchive(
  content: AsyncIterable<Uint8Array>,
  wanted: readonly BundledImage[],
  file: string,
): Promise<ArchivedImages> {
  const archived = archivedIn(await readTexts(content, file), file);
  const names = new Set(wanted.map(({ reference }) => shortName(withTag(reference))));
  const extra = [...archived.keys()].find((name) => !names.has(name));
  if (extra !== undefined) throw changedBundle(file, 'the list of its images', { found: extra });
  return new Map(wanted.map((image) => [image.reference, idsOf(image, archived, file)]));
}

/** Texts that give names to images. */
async function readTexts(content: AsyncIterable<Uint8Array>, file: string): Promise<Map<string, string>> {
  try {
    return await readEntries(content, file);
  } catch (error) {
    // errors of tar alone have no code; those of the bundle around the archive do
    if (!(error instanceof Error) || 'code' in error) throw error;
    throw invalidBundle(file, `its images are damaged (${error.message})`, error);
  }
}

async function readEntries(content: AsyncIterable<Uint8Array>, file: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  for await (const entry of readTar(content)) {
    const { name, size = 0 } = entry.header;
    const fault = faultOf(entry) ?? (seen.has(name) ? 'is there twice' : undefined);
    if (fault !== undefined) throw invalidBundle(file, `in its images, ${JSON.stringify(name.slice(0, 200))} ${fault}`);
    if (seen.add(name).size > MAX_ENTRIES) throw invalidBundle(file, 'its images are made of too many files');
    if (!TEXTS.includes(name)) entry.resume();
    else if (size > MAX_TEXT_BYTES) throw invalidBundle(file, `${name} of its images is too large`);
    else texts.set(name, await text(entry));
  }
  return texts;
}

/** Whether the engine has the image that was bundled. */
export function isSameImage(found: EngineImage | undefined, ids: readonly string[] = []): boolean {
  return found !== undefined && ids.includes(found.id);
}

function idsOf(
  { id, reference }: BundledImage,
  archived: ReadonlyMap<string, readonly string[]>,
  file: string,
): readonly string[] {
  const ids = archived.get(shortName(withTag(reference))) ?? [];
  if (ids.includes(id)) return ids;
  throw changedBundle(file, `the image ${reference}`, { wanted: id, found: ids });
}

function faultOf({ header: { linkname, name, type } }: Entry): string | undefined {
  const isLayer = type === 'symlink' && name.endsWith('/layer.tar') && SAME_LAYER.test(linkname ?? '');
  if (type !== 'file' && type !== 'directory' && !isLayer) return `is a ${type ?? 'thing of an unknown kind'}`;
  const parts = name.replace(/\/$/, '').split('/'); // what two names mean alike would be read twice, and checked once
  return parts.some((part) => ['', '.', '..'].includes(part)) ? 'leads somewhere else' : undefined;
}

/** The ids of each name: of the configuration, and of the manifest for engines that hash that. */
function archivedIn(texts: ReadonlyMap<string, string>, file: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: unknown, digest: unknown): void => {
    if (typeof name !== 'string') return;
    const ids = found.get(shortName(name)) ?? [];
    found.set(shortName(name), typeof digest === 'string' ? [...ids, digest] : ids);
  };
  const read = (name: string): unknown =>
    parseAsEngines(texts.get(name) ?? 'null', () => {
      throw invalidBundle(file, `engines would read something else in the ${name} of its images`);
    });
  for (const { Config: config, RepoTags: tags } of listIn(read('manifest.json'))) {
    const [, hash] = CONFIGURATION.exec(String(config)) ?? [];
    for (const tag of Array.isArray(tags) ? tags : []) add(tag, hash && `sha256:${hash}`);
  }
  for (const { annotations, digest } of listIn((Object(read('index.json')) as Members)['manifests']))
    for (const name of NAMES) add(wholeName((Object(annotations) as Members)[name]), digest);
  return found;
}

function listIn(list: unknown): Members[] {
  return Array.isArray(list) ? list.map((one) => Object(one) as Members) : [];
}

function wholeName(value: unknown): unknown {
  return typeof value === 'string' && /[:/]/.test(value) ? value : undefined;
}

/** `docker.io/library/redis:7` and `redis:7` are one name. */
function shortName(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}

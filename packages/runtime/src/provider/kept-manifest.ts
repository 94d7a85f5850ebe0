import { hash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { ProviderManifest } from '@mediaconduit/sdk';
import { treeOfFiles } from '../store/store-places';
import { manifestJson } from './catalog/manifest-json';
import { readerStamp } from './catalog/reader-stamp';

/** Grows when an older copy would be misread. */
const FORMAT = 1;

/**
 * The manifest of a stored provider as it was parsed before: its files never change, and to load what parses YAML takes
 * longer than to load a provider. Undefined outside the store, for a copy that is damaged, and for one of another reader.
 */
export function readKeptManifest(folder: string): ProviderManifest | undefined {
  const places = treeOfFiles(folder);
  if (!places) return undefined;
  try {
    const [head, text = ''] = readFileSync(places.manifest, 'utf8').split('\n');
    return head === headOf(text) ? { ...(JSON.parse(text) as ProviderManifest), folder } : undefined;
  } catch {
    return undefined; // it is parsed again
  }
}

/** Keeps it beside its files, with which it goes. */
export function keepManifest(manifest: ProviderManifest): void {
  const places = treeOfFiles(manifest.folder);
  const text = manifestJson(manifest);
  if (!places || text === undefined) return;
  const half = `${places.manifest}.${crypto.randomUUID()}`;
  try {
    writeFileSync(half, `${headOf(text)}\n${text}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(half, places.manifest);
  } catch {
    rmSync(half, { force: true }); // the next program tries again
  }
}

function headOf(text: string): string {
  return [FORMAT, readerStamp(), hash('sha256', text)].join(' ');
}

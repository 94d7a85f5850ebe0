import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadBinLinks, loadBinNormalizer } from './npm-libraries';
import { isRecord, type PlacedPackage } from './package-manifest';

/** Puts the programs of packages into the `.bin` beside them, which is in nobody's PATH. */
export async function linkPrograms(packages: readonly PlacedPackage[]): Promise<void> {
  for (const { folder, manifest } of packages) {
    const { name, bin } = manifest;
    if (bin === undefined) continue;
    const safe: { name?: string; bin?: unknown } = { name: typeof name === 'string' ? name : undefined, bin };
    loadBinNormalizer()(safe);
    const programs = isRecord(safe.bin) ? Object.entries(safe.bin) : [];
    const present = programs.filter(([, path]) => isFile(join(folder, String(path))));
    if (present.length > 0) await loadBinLinks()({ path: folder, pkg: { name, bin: Object.fromEntries(present) } });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

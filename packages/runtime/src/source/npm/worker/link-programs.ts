import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadBinLinks, loadBinNormalizer } from './npm-libraries';
import { isRecord, readManifest } from './package-manifest';

/** Puts the programs of packages into the `.bin` beside them, which is in nobody's PATH. */
export async function linkPrograms(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const { name, bin } = await readManifest(folder, folder);
    if (bin === undefined) continue;
    const manifest: { name?: string; bin?: unknown } = { name: typeof name === 'string' ? name : undefined, bin };
    loadBinNormalizer()(manifest);
    const programs = isRecord(manifest.bin) ? Object.entries(manifest.bin) : [];
    const present = programs.filter(([, path]) => isFile(join(folder, String(path))));
    if (present.length > 0) await loadBinLinks()({ path: folder, pkg: { name, bin: Object.fromEntries(present) } });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from '../../cache/folder-caches';
import { CompiledCache } from './compiled-cache';
import { TypeScriptCompiler } from './typescript-compiler';

/** Files are written within moments: a draft that is older was left by a process that was killed. */
export const ABANDONED_MS = 60_000;

/** How many things of one kind a collection has removed and left, and what that freed. */
export interface CollectedFiles {
  readonly removed: number;
  readonly kept: number;
  readonly freedBytes: number;
}

/** What is kept. */
export interface CompiledUse {
  /** Packages that may be loaded again, by folder; asked for when something may have to go. */
  readonly packages: () => Iterable<string>;
  /** What was compiled or loaded more recently is kept. */
  readonly minAgeMs: number;
}

interface CompiledFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Removes compiled sources of packages that nobody has any more. Whoever reads or writes one meanwhile compiles it once more,
 * at worst.
 */
export async function collectCompiled(home: string, { minAgeMs, packages }: CompiledUse): Promise<CollectedFiles> {
  const folder = join(home, 'compiled');
  const old = new Map<string, CompiledFile>(); // by key, and drafts by their name
  let count = 0;
  for (const part of (await namesIn(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await namesIn(join(folder, part))) {
      const path = join(folder, part, name);
      const found = await lstat(path).catch(() => undefined);
      if (!found?.isFile()) continue;
      const key = /^([0-9a-f]{64})\.cjs$/.exec(name)?.[1];
      count++;
      if (Date.now() - found.mtimeMs >= (key === undefined ? ABANDONED_MS : minAgeMs))
        old.set(key ?? name, { path, sizeBytes: found.size });
    }
  }
  if (old.size > 0) for await (const key of keysOf(packages(), folder)) old.delete(key);
  for (const { path } of old.values()) await rm(path, { force: true });
  const freedBytes = [...old.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { removed: old.size, kept: count - old.size, freedBytes };
}

async function* keysOf(packages: Iterable<string>, folder: string): AsyncGenerator<string> {
  const cache = new CompiledCache(folder);
  for (const one of packages) yield* new TypeScriptCompiler(one, cache).keys();
}

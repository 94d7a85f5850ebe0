import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isScript, isWanted } from './wanted-files';

/** A text file of the folder that is migrated. */
export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** Begins with a byte order mark, which is written again. */
  readonly bom: boolean;
}

/** What a folder holds, read once; links are not followed. */
export interface SourceTree {
  /** Absolute, without links. */
  readonly folder: string;
  /** Every file, relative to the folder, with `/`. */
  readonly paths: ReadonlySet<string>;
  /** The files that matter here, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Links to files and folders: they lead who knows where. */
  readonly links: readonly string[];
  /** Folders that were passed over: what is built, or belongs to others. */
  readonly ignored: ReadonlySet<string>;
  /** Files that would matter, but cannot be read, with why. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

/** Folders of what is made from the sources, or belongs to others. */
const IGNORED = new Set(['node_modules', 'bower_components', 'dist', 'coverage', 'venv', '__pycache__']);

/** Clones of the original core. */
const CLONES = /^temp\/(?:providers|services)$/;

/** More files than this have no one author. */
const MOST_FILES = 100_000;

/** Larger scripts are generated. */
const LONGEST_SCRIPT = 1024 * 1024;

/** Reads a folder; what is below `node_modules`, `dist` and hidden folders is passed over. */
export async function readTree(folder: string, signal?: AbortSignal): Promise<SourceTree> {
  const [paths, ignored, links] = [new Set<string>(), new Set<string>(), [] as string[]];
  const folders = [''];
  for (const at of folders) {
    signal?.throwIfAborted();
    const entries = await readdir(join(folder, at), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isFile()) paths.add(path);
      else if (isOwnFolder(entry, path)) folders.push(path);
      else ignored.add(path);
    }
    if (paths.size > MOST_FILES) break;
  }
  return { folder, paths, ignored, links: links.filter(matters), ...(await readFiles(folder, [...paths], signal)) };
}

function isOwnFolder(entry: Dirent, path: string): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && !IGNORED.has(entry.name) && !CLONES.test(path);
}

function matters(link: string): boolean {
  return !IGNORED.has(link.slice(link.lastIndexOf('/') + 1)) && !link.split('/').some((part) => part.startsWith('.'));
}

async function readFiles(
  folder: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Pick<SourceTree, 'files' | 'unread'>> {
  const files = new Map<string, SourceFile>();
  const unread: { path: string; reason: string }[] = [];
  for (const path of paths.filter(isWanted)) {
    signal?.throwIfAborted();
    const found = await readText(join(folder, path), path);
    if (typeof found === 'string') unread.push({ path, reason: found });
    else files.set(path, found);
  }
  return { files, unread };
}

/** The file, or why it is left alone. */
async function readText(file: string, path: string): Promise<SourceFile | string> {
  if (isScript(path) && (await stat(file)).size > LONGEST_SCRIPT) return 'is larger than 1 MiB';
  const bytes = await readFile(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = text.startsWith('\ufeff');
    return { path, text: bom ? text.slice(1) : text, bom };
  } catch {
    return 'is not UTF-8';
  }
}

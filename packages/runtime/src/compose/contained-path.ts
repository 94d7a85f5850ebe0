import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { ComposeScope, Field } from './compose-scope';

/** The absolute real path of something the file names. */
export interface ContainedPath {
  readonly path: string;
  /** `undefined` when there is nothing (yet). */
  readonly kind: 'file' | 'folder' | undefined;
}

/**
 * Resolves a path of the file, links included, and refuses whatever lies outside the service's folder or is neither a
 * file nor a folder.
 */
export function containedPath(
  scope: ComposeScope,
  field: Field,
  text: string,
  from: string = scope.folder,
): ContainedPath {
  if (text.startsWith('~') || /[\0\\]/.test(text)) throw outside(scope, field, text);
  const path = realPath(resolve(from, text));
  const away = relative(scope.root, path);
  if (away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away)) throw outside(scope, field, text);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile() && !stats.isDirectory())
    throw scope.refuse(field, `"${text}" is neither a file nor a folder`);
  return { path, kind: stats?.isDirectory() ? 'folder' : stats && 'file' };
}

/** Links are followed as far as the path exists; what does not exist yet cannot be a link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(realPath(parent), relative(parent, path));
  }
}

function outside(scope: ComposeScope, field: Field, text: string): Error {
  return scope.refuse(
    field,
    `"${text}" lies outside the service's folder`,
    'put the files into the folder of the service',
  );
}

import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { StackDefinition } from '../stack-file/stack-definition';

/** Name of the folder for people, and a hash of the path for programs: two projects may have folders of one name. */
export function stackIdOf(file: string): string {
  const name = dirname(file).split(/[\\/]/).at(-1) ?? '';
  return `${name}-${hashOfPlace(file)}`;
}

/**
 * What engines know the services of a stack by: the name that its file gives it, so that its data is found again after a
 * move of the folder; else a name that no other place has.
 */
export function scopeOf({ file, name, places }: Pick<StackDefinition, 'file' | 'name' | 'places'>): string {
  return places['name'] === undefined ? `${name}-${hashOfPlace(file)}` : name;
}

function hashOfPlace(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 8);
}

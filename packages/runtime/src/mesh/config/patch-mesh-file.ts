import { MediaConduitError } from '@mediaconduit/sdk';
import type { Document, YAMLMap } from 'yaml';
import { toCamelCase } from './resolve-mesh-config';
import { isMap } from './setting';

/** Values by section and name, as a file has them: `{ redis: { host: 'new' } }`. `null` takes a value away. */
export type MeshConfigPatch = Readonly<Record<string, unknown>>;

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The text of a file with a patch in it; comments and everything else stay. @throws `MC_CONFIG_INVALID` for a dangerous key. */
export function patchMeshFile(text: string, patch: MeshConfigPatch): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when the configuration is changed by a call
  const yaml = require('yaml') as typeof import('yaml');
  const document: Document = yaml.parseDocument(text);
  if (!yaml.isMap(document.contents)) document.contents = document.createNode({});
  const keyIn = (parent: unknown, name: string): string => (yaml.isMap(parent) ? spelledAs(parent, name) : name);
  for (const [section, values] of Object.entries(patch)) {
    refuse(section);
    const key = keyIn(document.contents, section);
    if (!isMap(values)) {
      setOrDelete(document, [key], values);
      continue;
    }
    if (!yaml.isMap(document.get(key))) document.set(key, document.createNode({}));
    for (const [name, value] of Object.entries(values)) {
      refuse(name);
      setOrDelete(document, [key, keyIn(document.get(key), name)], value);
    }
  }
  return document.toString({ lineWidth: 0 });
}

function setOrDelete(document: Document, path: readonly string[], value: unknown): void {
  if (value === null) document.deleteIn(path);
  else document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
}

/** The file may write `pool_size` where the patch says `poolSize`. */
function spelledAs(map: YAMLMap, name: string): string {
  const keys = map.items.map(({ key }) => String(key));
  return keys.find((key) => toCamelCase(key) === toCamelCase(name)) ?? name;
}

function refuse(key: string): void {
  if (!FORBIDDEN.has(key)) return;
  throw new MediaConduitError('MC_CONFIG_INVALID', `The key "${key}" is not allowed in a patch.`, {
    hint: 'leave it out',
  });
}

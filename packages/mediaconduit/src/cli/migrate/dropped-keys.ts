import type { Draft } from './draft';
import type { YamlText } from './yaml-text';

/** Keys whose meaning stands elsewhere now, as `serviceConfig.environment`; what is below them went with them. */
export type ConvertedKeys = ReadonlySet<string>;

/** Names every key of the old text that is neither in the new one, nor under its `metadata`, nor converted. */
export function tellDropped(old: YamlText, current: YamlText, converted: ConvertedKeys, draft: Draft): void {
  const there = new Set(keysOf(current, []).map((path) => JSON.stringify(path)));
  const has = (path: readonly string[]): boolean => there.has(JSON.stringify(path));
  const all = keysOf(old, []);
  for (const path of all.filter((one) => old.keys(one).length === 0)) {
    const parts = path.map((_, index) => path.slice(0, index + 1).join('.'));
    if (parts.some((part) => converted.has(part)) || has(path)) continue;
    if (path.some((_, index) => has(['metadata', ...path.slice(index)]))) continue;
    draft.note(`${old.file}: ${path.join('.')} is left out: nobody read it, or another key says the same`);
  }
}

/** Every key with those above it, as texts: keys that are numbers cannot be asked for by their texts. */
function keysOf(yaml: YamlText, path: readonly string[]): string[][] {
  return yaml.keys(path).flatMap((key) => [[...path, key], ...keysOf(yaml, [...path, key])]);
}

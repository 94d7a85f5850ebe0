import type { Draft } from './draft';
import type { YamlPath, YamlText } from './yaml-text';

/** Keys whose meaning stands elsewhere now, as `serviceConfig.environment`; what is below them went with them. */
export type ConvertedKeys = ReadonlySet<string>;

/** Names every key of the old text that is neither in the new one, nor under its `metadata`, nor converted. */
export function tellDropped(old: YamlText, current: YamlText, converted: ConvertedKeys, draft: Draft): void {
  for (const path of leavesOf(old, [])) {
    const parts = path.map((_, index) => path.slice(0, index + 1).join('.'));
    if (parts.some((part) => converted.has(part)) || current.has(path)) continue;
    if (path.some((_, index) => current.has(['metadata', ...path.slice(index)]))) continue;
    draft.note(`${old.file}: ${path.join('.')} is left out: nobody read it, or another key says the same`);
  }
}

/** Every key that holds no further ones. */
function leavesOf(yaml: YamlText, path: YamlPath): YamlPath[] {
  return yaml.keys(path).flatMap((key) => {
    const below = leavesOf(yaml, [...path, key]);
    return below.length > 0 ? below : [[...path, key]];
  });
}

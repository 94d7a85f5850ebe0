import { parseCapability } from '@mediaconduit/sdk';
import type { YamlPath, YamlText } from './yaml-text';

/** Writes the capabilities of a list in kebab-case, each once; other words of the list are tags and stay. */
export function capabilitiesInPlace(yaml: YamlText, path: YamlPath): void {
  const seen = new Set<string>();
  for (let index = 0; index < yaml.count(path); index++) {
    const place = [...path, index];
    const word = yaml.word(place) ?? '';
    const capability = parseCapability(word) ?? word;
    if (seen.has(capability)) {
      yaml.remove(place);
      index--;
    } else if (capability !== word) yaml.replace(place, capability);
    seen.add(capability);
  }
}

import { CAPABILITIES, parseCapability, type Capability } from '../capability';
import { distance } from 'fastest-levenshtein';
import type { ManifestNode } from './manifest-node';

/** A list of capabilities as a manifest has it, in any spelling and mixed with other words. */
export interface CapabilityList {
  readonly capabilities: readonly Capability[];
  /** The words that are no capability. */
  readonly tags: readonly string[];
}

/** Sorts a list into capabilities and tags; a misspelt capability is a problem, in older manifests a warning. */
export function readCapabilities(node: ManifestNode, isOld: boolean): CapabilityList {
  const capabilities = new Set<Capability>();
  const tags = new Set<string>();
  for (const item of node.items) {
    const word = item.text;
    if (word === undefined) continue;
    const capability = parseCapability(word);
    if (capability) capabilities.add(capability);
    else tags.add(word);
    if (!capability) noteMisspelling(item, word, isOld);
  }
  return { capabilities: [...capabilities], tags: [...tags] };
}

function noteMisspelling(item: ManifestNode, word: string, isOld: boolean): void {
  const meant = CAPABILITIES.find((capability) => distance(capability, word.toLowerCase()) <= 2);
  if (!meant) return;
  const text = `"${word}" is no capability`;
  if (isOld) item.warn(`${text}; did you mean "${meant}"?`);
  else item.problem(text, { hint: `did you mean "${meant}"?` });
}

/** Members of several lists, each once, in order. */
export function union<T>(...lists: readonly (readonly T[])[]): T[] {
  return [...new Set(lists.flat())];
}

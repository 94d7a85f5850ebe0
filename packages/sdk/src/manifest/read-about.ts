import type { ServiceAbout } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';

const KEYS = ['repository', 'documentation', 'license'] as const;

/** What a manifest says for people, at its top or under `metadata`. */
export function readAbout(root: ManifestNode): ServiceAbout | undefined {
  const found = KEYS.flatMap((key) => {
    const text = root.at('metadata', key).text ?? root.at(key).text;
    return text === undefined ? [] : [[key, text] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

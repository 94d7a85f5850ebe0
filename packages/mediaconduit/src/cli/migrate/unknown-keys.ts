import { isMediaConduitError } from '@mediaconduit/sdk';
import type { Draft } from './draft';
import type { YamlPath, YamlText } from './yaml-text';

/** Of one manifest; beyond that its author has to look at it. */
const MOST_UNKNOWN = 100;

/**
 * A manifest of today may have known keys only: others are kept under `metadata` where there may be one, else left out.
 * @param check throws what is wrong with the manifest as it is now.
 * @throws what remains wrong.
 */
export function moveUnknownKeys(yaml: YamlText, check: (text: string) => void, draft: Draft): void {
  for (let count = 0; count < MOST_UNKNOWN; count++) {
    const path = unknownKey(yaml, check);
    if (path === undefined) return;
    moveKey(yaml, path, draft);
  }
  check(yaml.text);
}

function unknownKey(yaml: YamlText, check: (text: string) => void): YamlPath | undefined {
  try {
    check(yaml.text);
    return undefined;
  } catch (thrown) {
    if (!isMediaConduitError(thrown, 'MC_MANIFEST_INVALID')) throw thrown;
    const [first] = (thrown.facts['problems'] as readonly string[] | undefined) ?? [];
    const path = stepsOf(thrown.facts['path']);
    if (!first?.includes(' unknown key "') || !yaml.has(path)) throw thrown;
    return path;
  }
}

/** `models[0].type` → `['models', 0, 'type']`. */
function stepsOf(path: unknown): YamlPath {
  if (typeof path !== 'string') return [];
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) =>
    index === undefined ? key : Number(index),
  );
}

/** `['models', 0, 'type']` → `models[0].type`. */
function readable(path: YamlPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function moveKey(yaml: YamlText, path: YamlPath, draft: Draft): void {
  const above = path.slice(0, -1);
  const key = String(path.at(-1));
  const value = yaml.value(path);
  const isKept = above.length === 0 || (above.length === 2 && above[0] === 'models');
  const metadata = [...above, 'metadata'];
  const canKeep = isKept && value !== null && (!yaml.has(metadata) || yaml.isMap(metadata));
  yaml.remove(path);
  if (canKeep && yaml.has(metadata)) yaml.add(metadata, key, value);
  else if (canKeep) yaml.add(above, 'metadata', { [key]: value });
  draft.note(
    `${yaml.file}: nobody reads the key ${readable(path)}; it ${canKeep ? 'stands under metadata now' : 'is left out'}`,
  );
}

import { checkManifest } from './check-manifest';
import type { ManifestNode } from './manifest-node';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import type { ManifestWords } from './manifest-words';
import { parseYamlText } from './parse-yaml-text';

/** One kind of YAML file. */
export interface YamlFileKind {
  /** JSON Schema (draft 7) that the files keep to. */
  readonly schema: object;
  readonly words: ManifestWords;
}

/**
 * A parser for files of one kind, as strict as that of manifests: it takes at most 64 KiB, knows every key, and tells
 * every fault with `file:line:column`. It throws the code of {@link ManifestWords}; what its callers note at the nodes
 * they throw by `throwIfAny()`. yaml and ajv are loaded with the first file.
 */
export function createYamlParser({ schema, words }: YamlFileKind): (text: string, file: string) => ManifestNode {
  const check = createSchemaCheck(schema);
  return (text, file) => {
    const root = parseYamlText(new ManifestProblems(file, text, words));
    checkManifest(root, check, false);
    root.throwIfAny();
    return root;
  };
}

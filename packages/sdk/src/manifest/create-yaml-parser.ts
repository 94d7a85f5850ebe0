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
 * A parser as strict as that of manifests: at most 64 KiB, no unknown keys, every fault with `file:line:column`.
 * Callers throw what they note at nodes by `throwIfAny()`. yaml and ajv are loaded with the first file.
 * @throws the code of {@link ManifestWords}.
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

import { toKebabId } from './kebab-id';
import type { ManifestNode } from './manifest-node';

/** What stands before the first `:` of an identifier of a source: no id, or `github:…` would be ambiguous. */
const SOURCE_WORDS: ReadonlySet<string> = new Set(['github', 'npm', 'file', 'http', 'https']);

/** Ids become parts of container names and variables. */
const MAX_ID_LENGTH = 64;

/**
 * The id of a provider or service: what the manifest says, else the name. Older manifests are lenient about the
 * form; the id is then made kebab-case. Notes a problem when there is none.
 */
export function readManifestId(root: ManifestNode, isOld: boolean): string {
  const node = root.at('id').exists ? root.at('id') : root.at('name');
  const written = node.text?.trim();
  if (!written) {
    root.problem('"id" is missing', { hint: 'add "id", in kebab-case' });
    return '';
  }
  const id = toKebabId(written);
  if (id.length > MAX_ID_LENGTH) node.problem(`the id "${id}" is longer than ${MAX_ID_LENGTH} characters`);
  const isGiven = root.at('id').exists;
  if (!/^[a-z]/.test(id))
    node.problem(`"${written}" gives no id: it must begin with a letter`, { hint: 'such as "cowsay"' });
  else if (SOURCE_WORDS.has(id))
    node.problem(`"${id}" cannot be an id: it names a kind of source`, { hint: `such as "${id}-api"` });
  else if (isGiven && id !== written && !isOld)
    node.problem(`the id "${written}" is not kebab-case`, { hint: `write "${id}"` });
  else if (isGiven && id !== written) node.warn(`the id "${written}" is read as "${id}"`);
  return id;
}

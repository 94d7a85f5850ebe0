import type { Document } from 'yaml';
import { checkYamlShape } from './check-yaml-shape';
import { checkYamlTokens } from './check-yaml-tokens';
import { MAX_MANIFEST_BYTES } from './manifest-limits';
import { ManifestNode } from './manifest-node';
import type { ManifestProblems } from './manifest-problems';
import { readYamlTree } from './read-yaml-tree';

type Yaml = typeof import('yaml');

/** Control characters that YAML does not allow; the lexer uses some of them as marks of its own. */
// eslint-disable-next-line no-control-regex -- these are the characters to be refused
const CONTROL_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/**
 * Parses the text of a manifest into its root, a map. Bounded in time for any input: size, tokens and depth are
 * checked before the parser builds anything. Faults within the map are left in `problems`.
 * @throws `MC_MANIFEST_INVALID` for everything that is not one YAML map within the limits.
 */
export function parseYamlText(problems: ManifestProblems): ManifestNode {
  checkCharacters(problems);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 30 ms, only when a manifest is really read
  const yaml = require('yaml') as Yaml;
  checkYamlTokens(yaml, problems);
  const { contents } = compose(yaml, problems);
  const { noun, beginning } = problems.words;
  if (!contents || (yaml.isScalar(contents) && contents.value === null)) problems.fail(0, `the ${noun} is empty`);
  if (!yaml.isMap(contents)) {
    const kind = yaml.isSeq(contents) ? 'a list' : 'a single value';
    problems.fail(contents.range[0], `the ${noun} must be a map of keys, not ${kind}`, { hint: beginning });
  }
  const { value, places } = readYamlTree(yaml, contents, problems);
  return new ManifestNode({ places, problems }, '', value);
}

/** @throws `MC_MANIFEST_INVALID`: larger than a manifest may be. */
export function failSize(bytes: number, problems: ManifestProblems): never {
  const { noun, size } = problems.words;
  problems.fail(0, `the ${noun} has ${bytes} bytes; at most ${MAX_MANIFEST_BYTES} are read`, { hint: size });
}

function checkCharacters(problems: ManifestProblems): void {
  const bytes = Buffer.byteLength(problems.text);
  if (bytes > MAX_MANIFEST_BYTES) failSize(bytes, problems);
  const control = CONTROL_CHARACTER.exec(problems.text);
  if (!control) return;
  const code = control[0].charCodeAt(0).toString(16).padStart(2, '0');
  problems.fail(control.index, `the control character 0x${code} is not allowed`, {
    hint: 'save the file as UTF-8 text',
  });
}

/** Text → one document without syntax errors. */
function compose(yaml: Yaml, problems: ManifestProblems): Document.Parsed {
  const tokens = [...new yaml.Parser().parse(problems.text)];
  checkYamlShape(tokens, problems);
  const options = { uniqueKeys: false, prettyErrors: false, version: '1.2', schema: 'core', merge: false } as const;
  const [document, second] = [...new yaml.Composer(options).compose(tokens, true, problems.text.length)];
  if (!document) problems.fail(0, `the ${problems.words.noun} is empty`);
  const [first] = document.errors;
  if (first) problems.fail(first.pos[0], `is not valid YAML: ${first.message}`, { hint: hintFor(first.code) });
  if (second) problems.fail(second.range[0], `the ${problems.words.noun} must be one YAML document, not several`);
  return document;
}

function hintFor(code: string): string | undefined {
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'MISSING_CHAR') return 'close the quote or bracket, or put quotes around the whole value';
  return undefined;
}

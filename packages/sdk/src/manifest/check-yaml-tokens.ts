import { MAX_MANIFEST_DEPTH, MAX_MANIFEST_NODES, MAX_MANIFEST_SCALAR, MAX_MANIFEST_TOKENS } from './manifest-limits';
import type { ManifestProblems } from './manifest-problems';

type Yaml = typeof import('yaml');

interface Token {
  readonly type: string;
  readonly source: string;
  readonly offset: number;
}

const BLANK: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'byte-order-mark', 'doc-end']);

/** Indicators count beside values, so an honest file may have about three counted tokens per value. */
const MOST_COUNTED = MAX_MANIFEST_NODES * 3;

/**
 * Refuses, before the text is parsed, what would make the YAML parser slow or overflow its stack: it is recursive,
 * and a stack that overflows inside a regular expression ends the whole process.
 */
export function checkYamlTokens(yaml: Yaml, problems: ManifestProblems): void {
  let tokens = 0;
  let counted = 0;
  let flowDepth = 0;
  for (const token of tokensOf(yaml, problems.text)) {
    tokens += 1;
    if (!BLANK.has(token.type)) counted += 1;
    if (token.type === 'flow-seq-start' || token.type === 'flow-map-start') flowDepth += 1;
    if (token.type === 'flow-seq-end' || token.type === 'flow-map-end') flowDepth -= 1;
    if (flowDepth > MAX_MANIFEST_DEPTH) failDepth(token.offset, problems);
    if (tokens > MAX_MANIFEST_TOKENS || counted > MOST_COUNTED) failCount(token.offset, problems);
    checkToken(token, problems);
  }
}

/** @throws `MC_MANIFEST_INVALID`: nested too deep. */
export function failDepth(offset: number, problems: ManifestProblems): never {
  problems.fail(offset, `is nested deeper than ${MAX_MANIFEST_DEPTH} levels`, { hint: 'five levels are enough' });
}

/** @throws `MC_MANIFEST_INVALID`: too many values. */
export function failCount(offset: number, problems: ManifestProblems): never {
  const { noun, size } = problems.words;
  problems.fail(offset, `has too many parts; a ${noun} may hold ${MAX_MANIFEST_NODES} values`, { hint: size });
}

/** The tokens with their offsets; a plain or block scalar is one token of type `scalar`, whatever it looks like. */
function* tokensOf(yaml: Yaml, text: string): Generator<Token> {
  let offset = 0;
  let scalarNext = false;
  for (const source of new yaml.Lexer().lex(text)) {
    const type = yaml.CST.tokenType(source);
    const isMark = source === yaml.CST.SCALAR || source === yaml.CST.DOCUMENT || source === yaml.CST.FLOW_END;
    if (!isMark) {
      yield { type: scalarNext ? 'scalar' : (type ?? 'scalar'), source, offset };
      offset += source.length;
    }
    scalarNext = source === yaml.CST.SCALAR;
  }
}

function checkToken({ type, source, offset }: Token, problems: ManifestProblems): void {
  if (type === 'tag') {
    problems.fail(offset, `the tag ${source} is not allowed in a ${problems.words.noun}`, {
      key: source,
      hint: 'leave it out',
    });
  }
  if (type === 'alias') {
    problems.fail(offset, `the alias ${source} is not allowed in a ${problems.words.noun}`, {
      key: source,
      hint: 'write the value out',
    });
  }
  if (type !== 'comment' && source.length > MAX_MANIFEST_SCALAR) {
    problems.fail(offset, `a value has ${source.length} characters; at most ${MAX_MANIFEST_SCALAR} are taken`);
  }
}

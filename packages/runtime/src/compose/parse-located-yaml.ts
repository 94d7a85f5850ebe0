import type { Document, LineCounter, Node, Pair } from 'yaml';
import { invalidCompose, refusedCompose } from './compose-faults';
import type { LocatedEntry, LocatedNode, Place } from './located-node';

/** Largest file that is parsed, in bytes: the parser's time grows with the square of the number of keys. */
export const LONGEST_FILE = 64 * 1024;

/** How often anchors may be used. */
const MOST_ALIASES = 20;

/** How many values there may be once aliases are replaced by what they stand for. */
const MOST_NODES = 2_000;

const DEEPEST = 40;

/** The types of YAML itself; `!!binary`, `!reset` and all others are refused. */
const PLAIN_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/**
 * Parses a YAML file into values with places. An alias bomb, a huge or a deep file is refused, not expanded.
 * @throws `MC_COMPOSE_INVALID` or `MC_SERVICE_POLICY` with `file:line:column`.
 */
export function parseLocatedYaml(text: string, file: string): LocatedNode {
  if (Buffer.byteLength(text) > LONGEST_FILE) {
    throw invalidCompose(file, { line: 1, column: 1 }, `the file is larger than ${LONGEST_FILE} bytes`);
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 20 ms that only a service with a compose file pays
  const yaml = require('yaml') as typeof import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { version: '1.2', schema: 'core', lineCounter: lines, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw invalidCompose(file, { line, column: col }, error.message.split('\n')[0] ?? 'malformed YAML');
  }
  return new Locator(yaml, document, lines, file).locate(document.contents, 0, { line: 1, column: 1 });
}

class Locator {
  readonly #aliases = new Set<Node>();
  #nodes = 0;

  constructor(
    private readonly yaml: typeof import('yaml'),
    private readonly document: Document,
    private readonly lines: LineCounter,
    private readonly file: string,
  ) {}

  locate(node: unknown, depth: number, fallback: Place): LocatedNode {
    const { yaml } = this;
    const place = this.#placeOf(node, fallback);
    if (++this.#nodes > MOST_NODES)
      throw invalidCompose(this.file, place, `the file has more than ${MOST_NODES} values`);
    if (depth > DEEPEST) throw invalidCompose(this.file, place, `the file is nested more than ${DEEPEST} levels deep`);
    if (yaml.isAlias(node)) return this.#resolve(node, depth, place);
    this.#checkTag(node, place);
    if (yaml.isMap(node)) return { kind: 'map', place, entries: this.#entries(node.items, depth, place) };
    if (yaml.isSeq(node)) {
      return { kind: 'list', place, items: node.items.map((item) => this.locate(item, depth + 1, place)) };
    }
    return { kind: 'scalar', place, text: this.#textOf(node) };
  }

  #resolve(alias: InstanceType<(typeof import('yaml'))['Alias']>, depth: number, place: Place): LocatedNode {
    this.#aliases.add(alias);
    if (this.#aliases.size > MOST_ALIASES)
      throw invalidCompose(this.file, place, `anchors are used more than ${MOST_ALIASES} times`);
    const target = alias.resolve(this.document);
    if (!target) throw invalidCompose(this.file, place, `there is no anchor "${alias.source}"`);
    return this.locate(target, depth + 1, place);
  }

  #checkTag(node: unknown, place: Place): void {
    const tag = this.yaml.isNode(node) ? node.tag : undefined;
    if (tag === undefined || PLAIN_TAGS.has(tag)) return;
    throw refusedCompose(this.file, place, { key: `the tag ${tag}`, reason: 'only the plain types of YAML are taken' });
  }

  #entries(pairs: readonly Pair[], depth: number, place: Place): Map<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const pair of pairs) {
      const at = this.#placeOf(pair.key, place);
      const key = this.#keyOf(pair.key, at);
      const value = this.locate(pair.value, depth + 1, at);
      if (key === '<<') this.#merge(value, merged);
      else own.set(key, { place: at, value });
    }
    return new Map([...merged, ...own]);
  }

  /** Earlier maps of a list win over later ones, and a map's own keys win over all of them. */
  #merge(value: LocatedNode, into: Map<string, LocatedEntry>): void {
    const sources = value.kind === 'list' ? value.items : [value];
    for (const source of sources) {
      if (source.kind !== 'map') throw invalidCompose(this.file, source.place, '<< takes a map or a list of maps');
      for (const [key, entry] of source.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  #keyOf(key: unknown, place: Place): string {
    this.#checkTag(key, place);
    const text = this.yaml.isScalar(key) ? this.#textOf(key) : null;
    if (text === null) throw invalidCompose(this.file, place, 'a key has to be a word');
    return text;
  }

  #textOf(node: unknown): string | null {
    if (!this.yaml.isScalar(node) || node.value === null) return null;
    return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
  }

  #placeOf(node: unknown, fallback: Place): Place {
    const offset = this.yaml.isNode(node) ? node.range?.[0] : undefined;
    if (offset === undefined) return fallback;
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }
}

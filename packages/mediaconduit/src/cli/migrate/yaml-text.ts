import { MediaConduitError, messageOf, type ErrorCode } from '@mediaconduit/sdk';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { applyEdits, lineAt, lineEndOf, lineStart, nextLine, type TextEdit } from './text-edits';
import { blockOf, flowOf, scalarOf } from './yaml-snippet';

/** Keys and indexes from the top of a file. */
export type YamlPath = readonly (string | number)[];

/** Larger files are refused by everything that reads them later. */
const LONGEST_FILE = 64 * 1024;

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- 20 ms that only files of YAML pay */
const loadYaml = (): typeof import('yaml') => require('yaml') as typeof import('yaml');

/**
 * A YAML file that is changed in places: what is not touched keeps its comments, its quotes and its layout.
 * Each change reads the text anew, so that the places of the next one are right.
 */
export class YamlText {
  readonly #yaml = loadYaml();
  #document: Document.Parsed;

  /** @throws `code` with `file:line:column` for what is no YAML. */
  constructor(
    readonly file: string,
    private written: string,
    private readonly code: ErrorCode,
  ) {
    this.#document = this.#parse();
  }

  get text(): string {
    return this.written;
  }

  /** The keys of a map, in order; none for anything else. */
  keys(path: YamlPath = []): string[] {
    const node = this.#node(path);
    return this.#yaml.isMap(node) ? node.items.map((pair) => String(keyOf(pair))) : [];
  }

  /** How many items a list has; none for anything else. */
  count(path: YamlPath): number {
    const node = this.#node(path);
    return this.#yaml.isSeq(node) ? node.items.length : 0;
  }

  has(path: YamlPath): boolean {
    return this.#document.hasIn(path);
  }

  /** A plain value; anchors are replaced by what they stand for. */
  value(path: YamlPath): unknown {
    const node = this.#node(path);
    try {
      return this.#yaml.isNode(node) ? (node.toJS(this.#document) as unknown) : node;
    } catch (thrown) {
      throw this.#fault(this.line(path), 1, messageOf(thrown)); // aliases that stand for too much
    }
  }

  /** A text, or a number or truth value as it is written; `undefined` for anything else. */
  word(path: YamlPath): string | undefined {
    const node = this.#node(path);
    if (!this.#yaml.isScalar(node) || node.value === null) return undefined;
    return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
  }

  isMap(path: YamlPath): boolean {
    return this.#yaml.isMap(this.#node(path));
  }

  /** The line on which a key, or an item of a list, stands; of the nearest part that is there. */
  line(path: YamlPath): number {
    for (let length = path.length; length > 0; length--) {
      const part = path.slice(0, length);
      const start = this.#startOf(part);
      if (start !== undefined) return lineAt(this.written, start);
    }
    return 1;
  }

  /** Puts a scalar in the place of a scalar; one that was quoted stays so. */
  replace(path: YamlPath, value: string | number | boolean): void {
    const node = this.#node(path);
    if (!this.#yaml.isScalar(node) || !node.range) throw this.#lost(path);
    const [start, end] = node.range;
    this.#apply([{ start, end, text: scalarOf(value, node.type) }]);
  }

  /** Gives a key another name. */
  rename(path: YamlPath, name: string): void {
    const pair = this.#pair(path);
    const [start, end] = rangeOf(pair?.key);
    if (start === undefined || end === undefined) throw this.#lost(path);
    this.#apply([{ start, end, text: name }]);
  }

  /** Takes a key or an item of a list away, and the map or list that held nothing else. */
  remove(path: YamlPath): void {
    const above = path.slice(0, -1);
    const parent = this.#node(above);
    const items = this.#collection(parent)?.items ?? [];
    const index = this.#indexOf(parent, path.at(-1));
    if (index < 0) return;
    if (items.length === 1 && above.length > 0) return this.remove(above);
    this.#apply([this.#cut(items, index, this.#collection(parent)?.flow === true)]);
  }

  /** Adds a key to a map, which is made where it is missing: as the last, the first, or after another one. */
  add(path: YamlPath, key: string, value: unknown, place: { first?: boolean; after?: string } = {}): void {
    const node = this.#node(path);
    if (!this.#yaml.isMap(node) || (node.items.length === 0 && !node.flow)) {
      const above = path.slice(0, -1);
      const name = path.at(-1);
      if (name === undefined) return this.#begin(key, value);
      if (this.has(path)) this.remove(path);
      return this.add(above, String(name), { [key]: value }, place);
    }
    this.#apply([node.flow ? this.#intoFlow(node, key, value) : this.#intoBlock(node, key, value, place)]);
  }

  #begin(key: string, value: unknown): void {
    const { written: text } = this;
    const eol = lineEndOf(text);
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    this.#apply([{ start: text.length, end: text.length, text: gap + blockOf(key, value, { indent: '', eol }) }]);
  }

  #intoFlow(node: YAMLMap, key: string, value: unknown): TextEdit {
    const end = (node.range?.[1] ?? 1) - 1;
    const last = node.items.at(-1);
    const at = last ? endOf(last) : end;
    return { start: at, end: at, text: `${last ? ', ' : ' '}${flowOf(key, value)}${last ? '' : ' '}` };
  }

  #intoBlock(node: YAMLMap, key: string, value: unknown, place: { first?: boolean; after?: string }): TextEdit {
    const { written: text } = this;
    const eol = lineEndOf(text);
    const [first] = node.items;
    const [start = 0] = rangeOf(first?.key);
    const indent = ' '.repeat(start - lineStart(text, start));
    const snippet = blockOf(key, value, { indent, eol });
    if (place.first && indent === '') return { start, end: start, text: snippet };
    const before = node.items.find((pair) => keyOf(pair) === place.after) ?? node.items.at(-1);
    const at = before ? nextLine(text, endOf(before)) : text.length;
    const gap = at === 0 || text[at - 1] === '\n' ? '' : eol;
    const isApart =
      indent === '' && typeof value === 'object' && before === node.items.at(-1) && /\n\r?\n\S/.test(text);
    return { start: at, end: at, text: gap + (isApart ? eol : '') + snippet };
  }

  #cut(items: readonly unknown[], index: number, flow: boolean): TextEdit {
    const { written: text } = this;
    const item = items[index];
    const [start, end] = [startOf(item), endOf(item)];
    const next = items[index + 1];
    const previous = items[index - 1];
    if (flow) {
      if (next !== undefined) return { start, end: startOf(next), text: '' };
      return previous === undefined ? { start, end, text: '' } : { start: endOf(previous), end, text: '' };
    }
    const from = lineStart(text, start);
    if (/^\s*(?:-\s+)?$/.test(text.slice(from, start)) && !this.#isFirstOfItem(item, from))
      return { start: from, end: behindGap(text, from, nextLine(text, end)), text: '' };
    return next === undefined ? { start, end, text: '{}' } : { start, end: startOf(next), text: '' };
  }

  /** A key behind the dash of a list: the dash belongs to the whole map. */
  #isFirstOfItem(item: unknown, from: number): boolean {
    return this.#yaml.isPair(item) && /^\s*-\s/.test(this.written.slice(from, startOf(item)));
  }

  #apply(edits: readonly TextEdit[]): void {
    this.written = applyEdits(this.written, edits);
    this.#document = this.#parse();
  }

  #parse(): Document.Parsed {
    if (Buffer.byteLength(this.written) > LONGEST_FILE)
      throw this.#fault(1, 1, `the file is larger than ${LONGEST_FILE} bytes`);
    const lines = new this.#yaml.LineCounter();
    const document = this.#yaml.parseDocument(this.written, { lineCounter: lines, logLevel: 'error' });
    const [error] = document.errors;
    if (!error) return document;
    const { line, col } = lines.linePos(error.pos[0]);
    throw this.#fault(line, col, error.message.split('\n')[0]?.replace(/:$/, '') ?? 'malformed YAML');
  }

  #fault(line: number, column: number, message: string): MediaConduitError {
    const { code, file } = this;
    return new MediaConduitError(code, `${file}:${line}:${column} ${message}`, {
      hint: 'correct the place that the message names; nothing was changed',
      facts: { file, line, column },
    });
  }

  #lost(path: YamlPath): MediaConduitError {
    return new MediaConduitError('MC_INTERNAL', `${this.file} has nothing that could be changed at ${path.join('.')}.`);
  }

  #node(path: YamlPath): unknown {
    return path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
  }

  #pair(path: YamlPath): Pair | undefined {
    const parent = this.#node(path.slice(0, -1));
    return this.#yaml.isMap(parent) ? parent.items.find((pair) => keyOf(pair) === path.at(-1)) : undefined;
  }

  #collection(node: unknown): YAMLMap | YAMLSeq | undefined {
    return this.#yaml.isMap(node) || this.#yaml.isSeq(node) ? node : undefined;
  }

  #indexOf(parent: unknown, step: string | number | undefined): number {
    if (this.#yaml.isSeq(parent)) return typeof step === 'number' && step < parent.items.length ? step : -1;
    return this.#yaml.isMap(parent) ? parent.items.findIndex((pair) => keyOf(pair) === step) : -1;
  }

  #startOf(path: YamlPath): number | undefined {
    const pair = this.#pair(path);
    if (pair) return rangeOf(pair.key)[0];
    const node = this.#node(path);
    return this.#yaml.isNode(node) ? node.range?.[0] : undefined;
  }
}

/** Of two gaps that would meet, one is left. */
function behindGap(text: string, from: number, to: number): number {
  const [gap = ''] = /^\r?\n/.exec(text.slice(to)) ?? [];
  return from === 0 || /\n\r?\n$/.test(text.slice(0, from)) ? to + gap.length : to;
}

function keyOf(pair: Pair): unknown {
  const { key } = pair;
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : key;
}

function rangeOf(node: unknown): [start: number | undefined, end: number | undefined] {
  const { range } = (node ?? {}) as Partial<Node>;
  return [range?.[0], range?.[1]];
}

function startOf(item: unknown): number {
  const { key } = item as Partial<Pair>;
  return rangeOf(key ?? item)[0] ?? 0;
}

/** Behind the last character of a value; comments and empty lines after it are not its own. */
function endOf(item: unknown): number {
  const { key, value, items, flow, range } = item as Partial<Pair> & Partial<YAMLMap>;
  if (key !== undefined) return value ? endOf(value) : (rangeOf(key)[1] ?? 0);
  const last = flow ? undefined : items?.at(-1);
  return last === undefined ? (range?.[1] ?? 0) : endOf(last);
}

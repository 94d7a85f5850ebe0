import type { FormattingOptions, JSONPath, ParseError } from 'jsonc-parser';
import { MediaConduitError } from '@mediaconduit/sdk';
import { lineAt, lineEndOf } from './text-edits';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- 8 ms that only a migration pays */
const loadParser = (): typeof import('jsonc-parser') => require('jsonc-parser') as typeof import('jsonc-parser');

/** Where packages are named, in the order of the alphabet. */
const SECTIONS: ReadonlySet<unknown> = new Set(['dependencies', 'devDependencies', 'peerDependencies']);

/** The order in which people look for the members of a package.json. */
const MEMBERS: readonly unknown[] = [
  ...['name', 'version', 'private', 'description', 'keywords', 'homepage', 'bugs', 'repository', 'license', 'author'],
  ...['type', 'main', 'types', 'typings', 'exports', 'bin', 'files', 'engines', 'scripts', 'mediaconduit'],
  ...['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'],
];

/** Members of a package.json, whatever they are. */
export type JsonMembers = Readonly<Record<string, unknown>>;

/** A JSON file that is changed in places: the rest keeps its layout. */
export class JsonText {
  readonly #parser = loadParser();

  /** @throws `MC_MIGRATION_INPUT_INVALID` with `file:line` for what is no JSON object. */
  constructor(
    readonly file: string,
    private written: string,
  ) {
    const errors: ParseError[] = [];
    const value = this.#parser.parse(written, errors, { allowTrailingComma: true }) as unknown;
    const [error] = errors;
    if (!error && typeof value === 'object' && value !== null && !Array.isArray(value)) return;
    const line = lineAt(written, error?.offset ?? 0);
    const what = error ? this.#parser.printParseErrorCode(error.error) : 'no object';
    throw new MediaConduitError('MC_MIGRATION_INPUT_INVALID', `${file}:${line} is no JSON: ${what}.`, {
      hint: 'correct the file; nothing was changed',
      facts: { file, line },
    });
  }

  get text(): string {
    return this.written;
  }

  get members(): JsonMembers {
    return this.#parser.parse(this.written) as JsonMembers;
  }

  /** The members of an object in it; none where there is no such object. */
  section(name: string): JsonMembers {
    const value = this.members[name];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMembers) : {};
  }

  /** Sets a member, or takes it away (`undefined`), and the object that held nothing else. */
  set(path: JSONPath, value: unknown): void {
    const above = path.slice(0, -1);
    if (above.length === 1 && value !== undefined && this.members[String(above[0])] === undefined)
      return this.set(above, { [String(path.at(-1))]: value });
    const last = above.length > 0 && value === undefined && Object.keys(this.section(String(above[0]))).length === 1;
    const edits = this.#parser.modify(this.written, last ? above : path, value, {
      formattingOptions: this.#layout(),
      ...(above.length === 0 && { getInsertionIndex: (names) => placeOf(names, path[0]) }),
      ...(SECTIONS.has(above[0]) && { getInsertionIndex: (names) => orderOf(names, path.at(-1)) }),
    });
    this.written = this.#parser.applyEdits(this.written, edits);
  }

  #layout(): FormattingOptions {
    const [, indent = '  '] = /\n([ \t]+)"/.exec(this.written) ?? [];
    const insertSpaces = !indent.startsWith('\t');
    return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: lineEndOf(this.written) };
  }
}

/** Where npm would put a package. */
function orderOf(names: readonly string[], name: unknown): number {
  const at = names.findIndex((one) => one > String(name));
  return at < 0 ? names.length : at;
}

/** Behind the last member that people look for earlier; what nobody knows comes last. */
function placeOf(names: readonly string[], name: unknown): number {
  const rank = MEMBERS.indexOf(name);
  return rank < 0 ? names.length : names.findLastIndex((one) => earlier(one, rank)) + 1;
}

function earlier(name: string, rank: number): boolean {
  const own = MEMBERS.indexOf(name);
  return own >= 0 && own < rank;
}

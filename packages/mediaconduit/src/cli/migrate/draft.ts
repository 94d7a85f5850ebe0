import type { SourceFile, SourceTree } from './source-tree';

/** Something that only a person can decide or do. */
export interface Todo {
  /** Relative to the folder. */
  readonly file?: string;
  readonly line?: number;
  readonly what: string;
  readonly why: string;
}

/** One file that is not as it was. */
export interface FileChange {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly kind: 'changed' | 'created' | 'deleted';
  /** Empty for a file that is created. */
  readonly before: string;
  /** Empty for a file that is deleted. */
  readonly after: string;
  /** Of the file as it was. */
  readonly bom: boolean;
}

/** The folder as it is to be, in memory: nothing of it is written yet. */
export class Draft {
  readonly todos: Todo[] = [];
  /** What was done that a diff does not explain. */
  readonly notes: string[] = [];
  readonly #texts = new Map<string, string | undefined>();

  constructor(readonly tree: SourceTree) {}

  /** Paths of the files that were read and are still there, and of new ones. */
  get paths(): string[] {
    const all = new Set([...this.tree.files.keys(), ...this.#texts.keys()]);
    return [...all].filter((path) => this.text(path) !== undefined).sort();
  }

  /** Whether there is, or is to be, such a file; also one that is not read here, or a link. */
  exists(path: string): boolean {
    if (this.#texts.has(path)) return this.text(path) !== undefined;
    return this.tree.paths.has(path) || this.tree.links.includes(path);
  }

  /** The text as it is to be; `undefined` for a file that is not there or not read. */
  text(path: string): string | undefined {
    return this.#texts.has(path) ? this.#texts.get(path) : this.tree.files.get(path)?.text;
  }

  write(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  delete(path: string): void {
    this.#texts.set(path, undefined);
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  todo(todo: Todo): void {
    this.todos.push(todo);
  }

  /** What is different, by path. */
  changes(): FileChange[] {
    const changed = [...this.#texts].flatMap(([path, after]) => changeOf(path, this.tree.files.get(path), after) ?? []);
    return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

function changeOf(path: string, old: SourceFile | undefined, after: string | undefined): FileChange | undefined {
  if (old?.text === after) return undefined;
  const kind = after === undefined ? 'deleted' : old === undefined ? 'created' : 'changed';
  return { path, kind, before: old?.text ?? '', after: after ?? '', bom: old?.bom ?? false };
}

import type { ManifestProblems, ProblemDetails } from './manifest-problems';

/** Where one value of a manifest stands in the text, and how it is written there. */
export interface ManifestPlace {
  /** Offset of the key; of the value in lists and for the whole manifest. */
  readonly key: number;
  readonly value: number;
  /** The value as written, without quotes; missing for maps and lists. `1.0` stays `1.0`. */
  readonly source?: string;
}

/** The places of all values, by JSON pointer. */
export type ManifestPlaces = ReadonlyMap<string, ManifestPlace>;

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A JSON pointer as people write paths: `/docker/ports/0` → `docker.ports[0]`. */
export function readablePath(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

interface Tree {
  readonly places: ManifestPlaces;
  readonly problems: ManifestProblems;
}

/** What is not there, or is of another kind, reads as `undefined` or nothing: the schema has said what is wrong. */
export class ManifestNode {
  readonly #tree: Tree;

  /** @internal */
  constructor(
    tree: Tree,
    /** JSON pointer from the root, '' for the root itself. */
    readonly pointer: string,
    readonly value: unknown,
  ) {
    this.#tree = tree;
  }

  /** True unless the key is missing or has an empty value. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** True when the map has the key, even with an empty value. */
  has(key: string): boolean {
    return isMap(this.value) && Object.hasOwn(this.value, key);
  }

  /** A string, number or boolean as it is written. */
  get text(): string | undefined {
    const { value } = this;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    return this.#tree.places.get(this.pointer)?.source ?? String(value);
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  get boolean(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** The members of a list; none for anything else. */
  get items(): ManifestNode[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item: unknown, index) => this.#child(index, item));
  }

  /** The texts of a list, without empty ones. */
  get texts(): string[] {
    return this.items.flatMap((item) => item.text ?? []);
  }

  /** Keys and values of a map, in order; none for anything else. */
  get entries(): [string, ManifestNode][] {
    if (!isMap(this.value)) return [];
    return Object.entries(this.value).map(([key, value]) => [key, this.#child(key, value)]);
  }

  /** The value under a key, then under the next … */
  at(...keys: readonly string[]): ManifestNode {
    const [key, ...rest] = keys;
    if (key === undefined) return this;
    const value = isMap(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return this.#child(key, value).at(...rest);
  }

  /** The member of a map or list that one step of a JSON pointer names. */
  step(key: string): ManifestNode {
    return Array.isArray(this.value) ? this.#child(key, this.value[Number(key)]) : this.at(key);
  }

  /** The way from the root as people write it: `docker.ports[0]`. */
  get path(): string {
    return readablePath(this.pointer);
  }

  /** Where the value stands, as `line:column`. */
  get place(): string {
    return this.#tree.problems.place(this.#place('value'));
  }

  /** Notes a fault at this value. */
  problem(text: string, details: Pick<ProblemDetails, 'hint'> = {}): void {
    const { path } = this;
    this.#tree.problems.add(this.#place('value'), text, { ...details, key: lastStep(path), path });
  }

  /** Notes a tolerated fault at this value. */
  warn(text: string): void {
    this.#tree.problems.warn(this.#place('value'), text);
  }

  /** Notes a fault at a key of this map. */
  keyProblem(key: string, text: string, hint?: string, details: Pick<ProblemDetails, 'code' | 'facts'> = {}): void {
    const pointer = this.pointer + pointerStep(key);
    const offset = this.#tree.places.get(pointer)?.key ?? this.#place('value');
    this.#tree.problems.add(offset, text, { ...details, hint, key, path: readablePath(pointer) });
  }

  /** Notes a tolerated fault at a key of this map. */
  keyWarning(key: string, text: string): void {
    this.#tree.problems.warn(this.#tree.places.get(this.pointer + pointerStep(key))?.key ?? this.#place('value'), text);
  }

  /** @throws every fault that was noted anywhere in the file, when there is one. */
  throwIfAny(): void {
    this.#tree.problems.throwIfAny();
  }

  #child(key: string | number, value: unknown): ManifestNode {
    return new ManifestNode(this.#tree, this.pointer + pointerStep(key), value);
  }

  #place(side: 'key' | 'value'): number {
    return this.#tree.places.get(this.pointer)?.[side] ?? 0;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

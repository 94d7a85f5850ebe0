import type { ErrorCode } from '../error/error-codes';
import { MediaConduitError } from '../error/mediaconduit-error';
import { MANIFEST_WORDS, type ManifestWords } from './manifest-words';

/** Problems beyond this number are counted, not listed. */
const MOST_LISTED = 50;

/** Longest sentence about one fault, in characters: it quotes what the manifest says. */
const LONGEST_TEXT = 300;

/** A fault besides its place and its sentence. */
export interface ProblemDetails {
  /** The key that is wrong. */
  readonly key?: string;
  /** Where the key stands, in dots and brackets: `docker.ports[0]`. */
  readonly path?: string;
  readonly hint?: string;
  /** Code of the error when every problem has this one, instead of that of the kind of file. */
  readonly code?: ErrorCode;
  readonly facts?: Readonly<Record<string, unknown>>;
}

interface Problem extends ProblemDetails {
  readonly offset: number;
  readonly text: string;
}

/** Collects the faults of one manifest, so that its author sees all of them at once and each with its place. */
export class ManifestProblems {
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  #lineStarts: readonly number[] | undefined;

  constructor(
    /** Absolute path of the manifest, for messages. */
    readonly file: string,
    readonly text: string,
    readonly words: ManifestWords = MANIFEST_WORDS,
  ) {}

  /** Notes a fault that makes the manifest unusable. `offset` counts UTF-16 units from the start of the text. */
  add(offset: number, text: string, details: ProblemDetails = {}): void {
    this.#problems.push({ ...details, offset, text });
  }

  /** Notes a fault that is tolerated. */
  warn(offset: number, text: string): void {
    this.#warnings.push({ offset, text });
  }

  /** The tolerated faults as `file:line:column message`. */
  get warnings(): readonly string[] {
    return this.#lines(this.#warnings);
  }

  /** Where an offset stands, as `line:column`. */
  place(offset: number): string {
    const { line, column } = this.#place(offset);
    return `${line}:${column}`;
  }

  /** @throws `MC_MANIFEST_INVALID`, or the code of {@link words}, when there is at least one problem; the earliest in the file leads. */
  throwIfAny(): void {
    const problems = [...this.#problems].sort((a, b) => a.offset - b.offset);
    const [first] = problems;
    if (first) throw this.#error(first, problems);
  }

  /** Notes a fault after which reading on makes no sense. @throws as {@link throwIfAny}, at once. */
  fail(offset: number, text: string, details: ProblemDetails = {}): never {
    throw this.failure(text, { ...details, offset });
  }

  /** The error for a single fault; `offset` defaults to the start of the text. */
  failure(
    text: string,
    details: ProblemDetails & { readonly offset?: number; readonly cause?: unknown } = {},
  ): MediaConduitError {
    const { cause, ...known } = details;
    const problem = { offset: 0, ...known, text };
    return this.#error(problem, [problem], cause);
  }

  #error(first: Problem, all: readonly Problem[], cause?: unknown): MediaConduitError {
    const leading = all.find((problem) => problem.hint);
    const lines = this.#lines(all, leading);
    const { code } = first;
    const isSpecial = code !== undefined && all.every((problem) => problem.code === code);
    return new MediaConduitError(isSpecial ? code : this.words.code, lines.join('\n'), {
      hint: leading?.hint ?? 'correct the place that the message names',
      facts: {
        ...first.facts,
        file: this.file,
        ...this.#place(first.offset),
        key: first.key,
        path: first.path,
        problems: lines,
      },
      cause,
    });
  }

  /** One line per problem with its hint, unless that one is told apart; places cost time, so only the first ones. */
  #lines(all: readonly Problem[], leading?: Problem): string[] {
    const lines = all.slice(0, MOST_LISTED).map((problem) => {
      const hint = problem === leading || !problem.hint ? '' : ` (${problem.hint})`;
      return this.#line(problem) + hint;
    });
    if (all.length > MOST_LISTED) lines.push(`and ${all.length - MOST_LISTED} more`);
    return lines;
  }

  #line({ offset, text }: Problem): string {
    return `${this.file}:${this.place(offset)} ${printable(text)}`;
  }

  #place(offset: number): { line: number; column: number } {
    this.#lineStarts ??= [0, ...Array.from(this.text.matchAll(/\n/g), ({ index }) => index + 1)];
    const at = Math.min(Math.max(offset, 0), this.text.length);
    let [line, end] = [0, this.#lineStarts.length];
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: at - (this.#lineStarts[line] ?? 0) + 1 };
  }
}

/** A manifest from elsewhere must not write escape sequences to a terminal, nor fill a log. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to be replaced
  const plain = text.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT)}…` : plain;
}

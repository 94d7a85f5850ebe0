import { MediaConduitError, messageOf, type ErrorDetails } from '@mediaconduit/sdk';
import type { StackDefinition } from '../stack-file/stack-definition';

interface Problem {
  readonly line: string;
  readonly details: ErrorDetails;
}

/** Collects what is wrong with a stack that can be read, each with the place of the file that says it. */
export class StackProblems {
  readonly #problems: Problem[] = [];

  constructor(private readonly stack: StackDefinition) {}

  /** Notes a fault of what stands at a path; of the part that holds it when nothing is written there. */
  add(path: string, text: string, details: ErrorDetails = {}): void {
    this.#problems.push({ line: `${placeOf(this.stack, path)} ${text}`, details });
  }

  /** Notes an error as the fault of what stands at a path. */
  addError(path: string, error: unknown): void {
    const hint = error instanceof MediaConduitError ? error.hint : undefined;
    this.add(path, messageOf(error), { hint, cause: error });
  }

  /** @throws `MC_STACK_INVALID` with every problem, when there is one. */
  throwIfAny(): void {
    const [first] = this.#problems;
    if (!first) return;
    const lines = this.#problems.map(({ line }) => line);
    throw new MediaConduitError('MC_STACK_INVALID', lines.join('\n'), {
      hint: first.details.hint ?? 'correct the place that the message names',
      facts: { file: this.stack.file, problems: lines },
      cause: first.details.cause,
    });
  }
}

/** Where the stack file says something, as `file:line:column`. */
export function placeOf({ file, places }: StackDefinition, path: string): string {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = Object.hasOwn(places, at) ? places[at] : undefined;
    if (place !== undefined) return `${file}:${place}`;
  }
  return `${file}:1:1`;
}

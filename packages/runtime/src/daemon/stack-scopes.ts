import { dirname } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';

/** Which stack file runs under which name that engines know: two of one name would share containers and addresses. */
export class StackScopes {
  readonly #files = new Map<string, string>();

  /** @throws `MC_STACK_CONFLICT` when another file has it. */
  take(scope: string, file: string): void {
    const other = this.#files.get(scope) ?? file;
    if (other !== file) throw conflict(scope, file, other);
    this.#files.set(scope, file);
  }

  /** Leaves a file only this one; without it, none. */
  keep(file: string, scope?: string): void {
    const others = [...this.#files].filter(([known, owner]) => owner === file && known !== scope);
    for (const [known] of others) this.#files.delete(known);
  }
}

function conflict(stack: string, file: string, other: string): MediaConduitError {
  const message = `${file} cannot run as "${stack}": the stack of ${other} runs under that name.`;
  return new MediaConduitError('MC_STACK_CONFLICT', message, {
    hint: `end that one first: mediaconduit down --cwd ${dirname(other)}; or give one of them another name`,
    facts: { stack, file, other },
  });
}

import { MediaConduitError } from '@mediaconduit/sdk';

/** Why a file with the state of a stack cannot be used; `why` is a clause about the file. */
export function invalidState(file: string, why: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_STATE_INVALID', `${file} cannot be imported: ${why}.`, {
    hint: 'nothing was changed; make the file anew: mediaconduit state export <file>',
    facts: { file },
    cause,
  });
}

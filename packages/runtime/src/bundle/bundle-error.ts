import { MediaConduitError } from '@mediaconduit/sdk';

/** A file that is no bundle, or not a whole one. */
export function invalidBundle(file: string, reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_BUNDLE_INVALID', `${file} cannot be used as a bundle: ${reason}.`, {
    hint: 'copy it again, or make it again: mediaconduit bundle',
    facts: { file, reason },
    cause,
  });
}

/** A bundle that holds something else than it says. */
export function changedBundle(file: string, what: string, facts: Readonly<Record<string, unknown>>): MediaConduitError {
  return new MediaConduitError('MC_INTEGRITY', `${file} is not what it says: ${what} differs.`, {
    hint: 'somebody changed it, or the disk is broken; nothing of it was used: copy it again from where it was made',
    facts: { file, differs: what, ...facts },
  });
}

import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** A tree holds what could harm where it is unpacked or used, or cannot be the same on all machines. */
export function unsafeEntry(path: string, reason: string): MediaConduitError {
  return new MediaConduitError('MC_ARCHIVE_UNSAFE', `${JSON.stringify(path)} cannot be stored: ${reason}.`, {
    hint: 'tell its author; until it is mended, use another version',
    facts: { path, reason },
  });
}

/** Runs a piece of work on the store; what the file system refuses becomes an error of ours. */
export async function inStore<T>(root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(root, error);
  }
}

/** `ENOENT` and the like; an empty text for anything else. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Answers of disks that take no new file. */
const UNWRITABLE = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'];

/** Whether something failed because the disk takes no new file. */
export function isUnwritable(error: unknown): boolean {
  return UNWRITABLE.includes(errorCode(isMediaConduitError(error) ? error.cause : error));
}

function toStoreError(root: string, error: unknown): unknown {
  if (isFull(error) || (isMediaConduitError(error) && isFull(error.cause))) return noSpace(root, error);
  if (isMediaConduitError(error) || errorCode(error) === '') return error;
  return new MediaConduitError('MC_HOME_UNUSABLE', `The store ${root} cannot be used: ${messageOf(error)}.`, {
    hint: 'check that it is yours and on a local disk; it may be removed, which costs only time',
    facts: { store: root, reason: errorCode(error) },
    cause: error,
  });
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error));
}

function noSpace(root: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_NO_SPACE', `There is no space left for the store ${root}; nothing was changed.`, {
    hint: 'free some space, or set MEDIACONDUIT_HOME to a folder on another disk',
    facts: { store: root },
    cause,
  });
}

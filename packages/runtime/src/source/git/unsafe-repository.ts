import { MediaConduitError } from '@mediaconduit/sdk';
import { escapeControlCharacters } from '../../engine/process/escape-control-characters';
import type { GitTask } from './git-task';

const SHOWN_CHARACTERS = 200;

/** @param reason after "github:owner/repository". */
export function unsafeRepository(task: GitTask, reason: string, path?: string): MediaConduitError {
  const shown = path && escapeControlCharacters(path.slice(0, SHOWN_CHARACTERS));
  const where = shown === undefined ? '' : `: ${shown}`;
  return new MediaConduitError('MC_ARCHIVE_UNSAFE', `${task.repository} ${reason}${where}.`, {
    hint: 'tell its authors, or use a package of npm or a folder instead',
    facts: { repository: task.repository, path: shown, limits: path === undefined ? task.limits : undefined },
  });
}

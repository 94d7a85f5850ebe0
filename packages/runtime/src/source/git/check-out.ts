import { checkListedFiles } from './listed-files';
import { fetchObjects } from './fetch-objects';
import { runGit } from './git-command';
import type { CheckoutTask, GitResult } from './git-task';

/**
 * Fetches one commit without its history and writes its files, after all of them were looked at. No work tree is ever
 * kept, so nothing of git's own is beside the files.
 */
export async function checkOut(task: CheckoutTask): Promise<GitResult> {
  const { commit, folder } = task;
  await fetchObjects(task, ['--depth=1'], [commit]);
  const sizeBytes = await checkListedFiles(task, commit);
  const committedAt = await runGit(task, ['show', '--no-patch', '--no-show-signature', '--format=%cI', commit]);
  await runGit(task, ['read-tree', commit]);
  await runGit(task, ['checkout-index', '--all'], { folder }); // it writes what is below there
  return { commit, committedAt: toIsoTime(committedAt.trim()), sizeBytes };
}

/** A commit may say any time at all. */
function toIsoTime(text: string): string | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

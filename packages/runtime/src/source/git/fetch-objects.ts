import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runGit } from './git-command';
import { repositoryFolder } from './git-environment';
import type { GitTask } from './git-task';
import { isTransient } from './explain-git-failure';
import { unsafeRepository } from './unsafe-repository';

const LOOK_EVERY_MS = 50;
const PAUSES_MS = [500, 1000];

/** Asks a server again when it broke off or fell silent; the deadline of the whole task stays the same. */
export async function repeated<T>(ask: () => Promise<T>): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await pause(ms);
    }
  }
  return await ask();
}

/**
 * Fetches into the scratch repository.
 * @param words options, then `--`, then the ref.
 * @throws `MC_ARCHIVE_UNSAFE` as soon as more has come than is allowed.
 */
export async function fetchObjects(task: GitTask, options: readonly string[], refs: readonly string[]): Promise<void> {
  const words = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...options, '--', task.url, ...refs];
  await repeated(async () => {
    const ended = new AbortController();
    const tooLarge = new AbortController();
    const watching = watchSize(task, tooLarge, ended.signal);
    try {
      await runGit(task, words, { signal: tooLarge.signal });
    } finally {
      ended.abort();
      await watching;
    }
    if ((await sizeOfPacks(task)) > task.limits.sizeBytes) throw tooLargeError(task);
  });
}

async function watchSize(task: GitTask, tooLarge: AbortController, signal: AbortSignal): Promise<void> {
  while (await passed(LOOK_EVERY_MS, signal)) {
    if ((await sizeOfPacks(task)) > task.limits.sizeBytes) tooLarge.abort(tooLargeError(task));
  }
}

/** False when the signal came first. */
function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false);
}

/** What has come so far: git writes a pack as it arrives. */
async function sizeOfPacks(task: GitTask): Promise<number> {
  const folder = join(repositoryFolder(task), 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function tooLargeError(task: GitTask): Error {
  return unsafeRepository(task, `is larger than ${task.limits.sizeBytes} bytes`);
}

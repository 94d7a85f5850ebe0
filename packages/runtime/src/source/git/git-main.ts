// The program of the child process that calls git: it gets one task by message, answers it by message, and ends. It is
// the leader of its process group, so that whoever ends it ends git and git's own children too.
import { rmSync } from 'node:fs';
import { toWireError } from '../../daemon/wire-error';
import { checkOut } from './check-out';
import type { GitMessage, GitResult, GitTask } from './git-task';
import { processTreeOf } from '../../engine/process/process-tree';
import { onDisk } from '../scratch-folder';
import { resolveCommit } from './resolve-commit';
import { createScratchRepository } from './scratch-repository';
import { readUserCredentials } from './user-credentials';

/** The folder of the task. */
const SCRATCH = process.argv[2];

const GIT_ENDS_WITHIN_MS = 200;

async function perform(task: GitTask): Promise<GitResult> {
  await createScratchRepository(task, task.usesCredentials ? await readUserCredentials(task) : '');
  return task.kind === 'checkout' ? await checkOut(task) : { commit: await resolveCommit(task) };
}

function answer(message: GitMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => process.exit());
}

/** Our owner is gone: git ends first, because it would go on writing where we remove, then we. */
function endAll(): void {
  const tree = processTreeOf(process.platform, process.env['SystemRoot']);
  process.on('SIGTERM', () => undefined);
  tree.terminate(process.pid);
  setTimeout(() => {
    try {
      if (SCRATCH !== undefined) rmSync(SCRATCH, { recursive: true, force: true, maxRetries: 3 });
    } finally {
      tree.kill(process.pid);
    }
  }, GIT_ENDS_WITHIN_MS);
}

process.once('disconnect', endAll); // also before there is a task
process.once('message', (task: GitTask) => {
  onDisk(task.scratch, () => perform(task)).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: toWireError(error) }),
  );
});

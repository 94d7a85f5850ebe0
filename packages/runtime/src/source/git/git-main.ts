// The program of the child process that calls git: it gets one task by message, answers it by message, and ends. It is
// the leader of its process group, so that whoever ends it ends git and git's own children too.
import { rmSync } from 'node:fs';
import { toWireError } from '../../daemon/wire-error';
import { checkOut } from './check-out';
import type { GitMessage, GitResult, GitTask } from './git-task';
import { processTreeOf } from '../../engine/process/process-tree';
import { resolveCommit } from './resolve-commit';
import { createScratchRepository } from './scratch-repository';
import { readUserCredentials } from './user-credentials';

async function perform(task: GitTask): Promise<GitResult> {
  await createScratchRepository(task, task.usesCredentials ? await readUserCredentials(task) : '');
  return task.kind === 'checkout' ? await checkOut(task) : { commit: await resolveCommit(task) };
}

function answer(message: GitMessage): void {
  process.send?.(message, undefined, undefined, () => process.exit());
}

process.once('message', (task: GitTask) => {
  process.once('disconnect', () => {
    rmSync(task.scratch, { recursive: true, force: true, maxRetries: 3 });
    processTreeOf(process.platform, process.env['SystemRoot']).kill(process.pid);
  });
  perform(task).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: toWireError(error) }),
  );
});

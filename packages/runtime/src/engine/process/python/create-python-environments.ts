import { KernelLock } from '../../../lock/kernel-lock';
import { findLockCommand } from '../../../lock/lock-command';
import { protect, type LaunchContext } from '../launch';
import type { ProcessReaper } from '../process-reaper';
import { PythonEnvironments } from './python-environments';
import { ToolRunner } from './tool-runner';

/** What the process engine knows. */
export interface PythonContext extends LaunchContext {
  readonly home: string;
  readonly reaper: ProcessReaper;
}

/** The Python environments of a home, made by programs that end with us. */
export function createPythonEnvironments(context: PythonContext): PythonEnvironments {
  const { clock, environment, home, platform, reaper, tree } = context;
  const command = findLockCommand(environment['PATH'] ?? '', platform);
  return new PythonEnvironments({
    home,
    platform,
    environment,
    lock: command && new KernelLock(command),
    tools: new ToolRunner({ clock, tree, reaper, protect: (argv, variables) => protect(context, argv, variables) }),
  });
}

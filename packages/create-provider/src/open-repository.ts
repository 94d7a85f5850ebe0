import { MediaConduitError } from '@mediaconduit/sdk';
import { runProgram, type ProgramOptions } from './run-program';

/** Whether a git repository holds that folder already. */
export async function isInRepository(options: ProgramOptions): Promise<boolean> {
  return (await runProgram(['git', 'rev-parse', '--is-inside-work-tree'], options)).code === 0;
}

/** Makes the folder a git repository with the branch `main`. @throws `MC_PROGRAM_MISSING` when git refuses. */
export async function openRepository(options: ProgramOptions): Promise<void> {
  const { code, output } = await runProgram(['git', 'init', '--quiet', '--initial-branch=main'], options);
  if (code === 0) return;
  throw new MediaConduitError('MC_PROGRAM_MISSING', output.trim(), { hint: 'git init' });
}

import type { SpareWorker } from '@mediaconduit/runtime/warm-up';

/**
 * What `mediaconduit install` starts before the rest of the command is loaded: the process that fetches. `undefined` of
 * other commands. Where `--cwd` or `.env` say something else it is not used; it ends with the command.
 */
export const spareWorker = process.argv[2] === 'install' ? startWorker() : undefined;

function startWorker(): SpareWorker | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- other commands do without it
  const { warmUpInstall } = require('@mediaconduit/runtime/warm-up') as typeof import('@mediaconduit/runtime/warm-up');
  try {
    return warmUpInstall({ projectFolder: process.cwd(), environment: process.env });
  } catch {
    return undefined; // the folder is gone, which the command says
  }
}

import { readableSize } from './readable-size';
import type { Session } from './session';
import { tellWhenSlow } from './tell-when-slow';

/** `mediaconduit gc`: what a lock file of the user's projects names, and what a program uses, stays. */
export async function collectPackages({ output, runtime }: Session, all: boolean): Promise<number> {
  const work = runtime.packages.collect(all ? { minAgeMs: 0 } : {});
  const report = await tellWhenSlow(work, 'removing …', output);
  if (output.settings.json) await output.json(report);
  else
    output.note(
      `removed ${report.removed.length} of ${report.removed.length + report.kept}, ${readableSize(report.freedBytes)}`,
    );
  return 0;
}

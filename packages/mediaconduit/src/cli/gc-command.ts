import type { CollectedCopies, HomeReport } from '@mediaconduit/runtime';
import { readableSize } from './readable-size';
import type { Session } from './session';
import { tellWhenSlow } from './tell-when-slow';

/** `mediaconduit gc`: what a lock file of the user's projects names, and what a program uses, stays. */
export async function collectPackages({ output, runtime }: Session, all: boolean): Promise<number> {
  const work = runtime.packages.collect(all ? { minAgeMs: 0 } : {});
  const report = await tellWhenSlow(work, 'removing …', output);
  if (output.settings.json) await output.json(report);
  else output.note(`removed ${words(report)}: ${readableSize(report.freedBytes)}`);
  return 0;
}

function words({ compiled, indexes, kept, removed }: HomeReport): string {
  const trees = `${removed.length} of ${removed.length + kept} packages`;
  const copies: [string, CollectedCopies][] = [
    ['compiled sources', compiled],
    ['indexes of projects', indexes],
  ];
  const others = copies.flatMap(([what, one]) =>
    one.removed > 0 ? [`${one.removed} of ${one.removed + one.kept} ${what}`] : [],
  );
  return [trees, ...others].join(', ');
}

import type { PassedOver, UpdatedPackage } from '@mediaconduit/runtime';
import { describeError } from './describe-error';
import { findLocked } from './find-locked';
import { versionOf } from './locked-words';
import type { Output } from './output';
import { passedOverLine, releaseAgeOf, watchPassedOver, type ReleaseAgeFlag } from './release-age-option';
import type { Session } from './session';

/** `mediaconduit update [identifier…]`: one after the other; what fails stays as it was, and the others go on. */
export async function updatePackages(
  session: Session,
  texts: readonly string[],
  flags: ReleaseAgeFlag,
): Promise<number> {
  const options = releaseAgeOf(flags);
  const { output, runtime, signal } = session;
  const passedOver = watchPassedOver(runtime.events);
  const locked = await runtime.packages.locked();
  const wanted = texts.length > 0 ? texts.map((text) => findLocked(session, locked, text)) : undefined;
  const onUpdated = (one: UpdatedPackage): void => tell(one, passedOver.get(one.identifier), output);
  const updated = await runtime.packages.update(wanted, { ...options, signal, onUpdated });
  const failed = updated.flatMap(({ problem }) => problem ?? []);
  if (output.settings.json)
    await output.json({ updated: updated.map((one) => ({ ...one, passedOver: passedOver.get(one.identifier) })) });
  else if (updated.length === 0) output.note('mediaconduit.lock names nothing');
  else if (failed.length > 0 && updated.length > 1)
    output.note(`${failed.length} of ${updated.length} could not be updated`);
  return failed[0]?.exitCode ?? 0;
}

function tell(
  { identifier, problem, ...versions }: UpdatedPackage,
  left: PassedOver | undefined,
  output: Output,
): void {
  if (output.settings.json) return;
  const [from, to] = [versions.from, versions.to].map((resolution) => resolution && versionOf({ resolution }));
  if (problem) {
    output.complain(`${identifier} stays at ${to}: it could not be updated`);
    for (const line of describeError(problem, output.settings.verbose)) output.complain(`  ${line}`);
    return;
  }
  output.note(from === to ? `${identifier} stays at ${to}` : `${identifier}: ${from} → ${to}`);
  if (left) output.note(passedOverLine(left));
}

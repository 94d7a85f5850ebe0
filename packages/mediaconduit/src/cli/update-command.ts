import { requireFetchable } from './fetchable';
import { findLocked } from './find-locked';
import { versionOf } from './locked-words';
import { passedOverLine, releaseAgeOf, watchPassedOver, type ReleaseAgeFlag } from './release-age-option';
import type { Session } from './session';

/** `mediaconduit update [identifier…]`: one after the other; what was updated before a failure stays so. */
export async function updatePackages(
  session: Session,
  texts: readonly string[],
  flags: ReleaseAgeFlag,
): Promise<number> {
  const options = releaseAgeOf(flags);
  const { output, runtime } = session;
  const passedOver = watchPassedOver(runtime.events);
  const before = await runtime.packages.locked();
  const wanted = texts.length > 0 ? texts.map((text) => findLocked(session, before, text)) : [...before.keys()];
  for (const canonical of wanted) {
    session.signal.throwIfAborted();
    const renewed = await runtime.packages.renew(requireFetchable(session, canonical), options);
    await renewed.accept?.();
  }
  const after = await runtime.packages.locked();
  const updated = wanted.map((identifier) => {
    const [old, now] = [before, after].map((all) => all.get(identifier));
    return {
      identifier,
      from: old?.resolution,
      to: now?.resolution,
      passedOver: passedOver.get(identifier),
      words: [old, now].map((one) => one && versionOf(one)),
    };
  });
  if (output.settings.json) await output.json({ updated: updated.map(({ words: _, ...one }) => one) });
  else
    for (const { identifier, passedOver: left, words } of updated) {
      output.note(words[0] === words[1] ? `${identifier} stays at ${words[0]}` : `${identifier}: ${words.join(' → ')}`);
      if (left) output.note(passedOverLine(left));
    }
  return 0;
}

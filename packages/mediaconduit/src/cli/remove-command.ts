import { findLocked } from './find-locked';
import type { Session } from './session';

/**
 * `mediaconduit remove <identifier…>`: by identifier or id, with services that nothing else names; what is stored stays
 * until `mediaconduit gc`.
 */
export async function removePackages(session: Session, texts: readonly string[]): Promise<number> {
  const { output, runtime } = session;
  const locked = await runtime.packages.locked();
  const wanted = new Set(texts.map((text) => findLocked(session, locked, text)));
  const removed: string[] = [];
  for (const canonical of wanted) removed.push(...(await runtime.packages.remove(canonical)));
  if (output.settings.json) await output.json({ removed });
  else for (const canonical of removed) output.note(`removed ${canonical}`);
  return 0;
}

import { planLines } from './plan-lines';
import { planSummary } from './plan-summary';
import type { Session } from './session';

/** `mediaconduit plan [identifier…]`: what using it would download and start; changes nothing. */
export async function planPackages(session: Session, texts: readonly string[]): Promise<number> {
  const { output, runtime } = session;
  const { packages } = await runtime.packages.plan(texts.length > 0 ? texts : undefined);
  if (output.settings.json) await output.json({ packages });
  else {
    await output.data(packages.map((one) => planLines(one, output.width)).join('\n'));
    output.note(planSummary(packages));
  }
  return packages.find(({ problem }) => problem)?.problem?.exitCode ?? 0;
}

import type { PlannedSource } from '@mediaconduit/runtime';
import { planLines } from './plan-lines';
import { readableSize } from './readable-size';
import type { Session } from './session';

/** `mediaconduit plan [identifier…]`: what using it would download and start; changes nothing. */
export async function planPackages(session: Session, texts: readonly string[]): Promise<number> {
  const { output, runtime } = session;
  const { packages } = await runtime.packages.plan(texts.length > 0 ? texts : undefined);
  if (output.settings.json) await output.json({ packages });
  else {
    await output.data(packages.map((one) => planLines(one, output.width)).join('\n'));
    output.note(summaryOf(packages));
  }
  return packages.find(({ problem }) => problem)?.problem?.exitCode ?? 0;
}

function summaryOf(packages: readonly PlannedSource[]): string {
  if (packages.length === 0) return 'nothing is named here; try: mediaconduit plan @mediaconduit/cowsay-provider';
  const downloads = packages.flatMap(({ download }) => download ?? []);
  const count = downloads.reduce((sum, one) => sum + one.packages, 0);
  const sized = downloads.reduce((sum, one) => sum + one.sized, 0);
  const sizeBytes = downloads.reduce((sum, one) => sum + one.sizeBytes, 0);
  const size = sized > 0 ? `, ${sized < count ? 'at least ' : ''}${readableSize(sizeBytes)} unpacked` : '';
  const missing = packages.flatMap(({ environment }) => environment.filter((one) => one.isRequired && !one.isSet));
  const problems = packages.filter(({ problem, service }) => problem ?? service?.problem).length;
  const nothing = packages.some(({ state }) => !state) ? 'not known what to download' : 'nothing to download';
  return [
    count > 0 ? `${count === 1 ? '1 package' : `${count} packages`} to download${size}` : nothing,
    ...(missing.length > 0 ? [`not set: ${[...new Set(missing.map(({ name }) => name))].join(', ')}`] : []),
    ...(problems > 0 ? [problems === 1 ? '1 problem' : `${problems} problems`] : []),
    'nothing was done',
  ].join('; ');
}

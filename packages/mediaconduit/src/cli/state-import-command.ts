import { resolve } from 'node:path';
import { readState, restoreVolumes, writeFileAtomic, type StateDescription } from '@mediaconduit/runtime/supervision';
import { requireConfirmation } from '@mediaconduit/sdk';
import { confirmOf } from './confirm-on-terminal';
import type { Session } from './session';
import { planImport, type ImportPlan } from './stack/plan-import';
import { toTheEnd } from './stack/to-the-end';
import { tellWhenSlow } from './tell-when-slow';
import { startAndReport } from './up-command';

/** `mediaconduit state import`: the stack file, the data of volumes, then what ran. All is as it was when it fails before that. */
export async function importStackState(session: Session, name: string): Promise<number> {
  const { output, signal } = session;
  const source = resolve(session.folder, name);
  const state = await tellWhenSlow(readState(source, signal), `checking ${source} …`, output);
  tellElsewhere(session, state);
  const plan = await planImport(session, state);
  if (plan.replaced.length > 0) {
    const text = `Replace ${plan.replaced.join(', ')}?`;
    await requireConfirmation({ confirm: confirmOf(session) }, { text });
  }
  const left = await tellWhenSlow(toTheEnd(session, restore(source, plan, signal)), 'restoring …', output);
  if (left.length > 0)
    output.note(
      `copies of what was replaced could not be removed; do so: docker volume rm ${left.join(' ')}`,
      'yellow',
    );
  const wanted = state.services.filter((service) => service.wanted).map((service) => service.name);
  await report(session, state, { plan, wanted });
  if (wanted.length === 0) return 0;
  const services = wanted.length === state.services.length ? [] : wanted;
  return startAndReport(session, { file: plan.file, features: state.stack.features, services, wait: false });
}

function tellElsewhere(
  { output }: Session,
  { arch, exportedAt, mediaconduitVersion, platform }: StateDescription,
): void {
  output.detail(`exported at ${exportedAt} with MediaConduit ${mediaconduitVersion}`);
  if (platform === process.platform && arch === process.arch) return;
  const here = `${process.platform} ${process.arch}`;
  output.note(`it was exported on ${platform} ${arch}, and this is ${here}: data of services may not fit`, 'yellow');
}

/** The stack file comes last: whoever finds it finds its data whole, too. Resolves to copies that could not be removed. */
async function restore(source: string, plan: ImportPlan, signal: AbortSignal): Promise<readonly string[]> {
  const { before, file, targets, text, volumes } = plan;
  const finish = async (): Promise<void> => (before === text ? undefined : writeFileAtomic(file, text));
  if (volumes) return restoreVolumes({ file: source, targets, volumes, signal, finish });
  await finish();
  return [];
}

interface Imported {
  readonly plan: ImportPlan;
  readonly wanted: readonly string[];
}

/** With `--json`, the start has the last word. */
async function report(
  { output }: Session,
  { stack, volumes }: StateDescription,
  { plan, wanted }: Imported,
): Promise<void> {
  const restored = volumes.filter(({ entry }) => entry !== undefined).map(({ name, service }) => `${service}/${name}`);
  if (output.settings.json) {
    if (wanted.length === 0) await output.json({ ok: true, file: plan.file, stack: stack.name, restored });
    return;
  }
  const data = restored.length > 0 ? `, with the data of ${restored.join(', ')}` : '';
  output.note(`imported ${stack.name} into ${plan.file}${data}`);
  if (wanted.length === 0) output.note('nothing ran; mediaconduit up starts it');
}

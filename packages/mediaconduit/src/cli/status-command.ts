import type { SupervisorStatus } from '@mediaconduit/runtime/supervision';
import type { Session } from './session';
import { allStackLines } from './stack/all-stack-lines';
import { crashLines } from './stack/crash-lines';
import { supervisorOf } from './stack/own-stack';
import { hasFailed } from './stack/service-words';
import { watchStatus } from './stack/watch-status';

/** `mediaconduit status`: the stacks of this home and their services. */
export async function showStatus(session: Session, { watch }: { readonly watch?: boolean }): Promise<number> {
  if (watch) return watchStatus(session);
  const { output } = session;
  const status = await (await supervisorOf(session))?.status(session.signal);
  if (output.settings.json) await output.json(status ?? { stacks: [] });
  else if (!status || status.stacks.length === 0) output.note('nothing runs; mediaconduit up starts a stack');
  else await tell(session, status);
  return 0;
}

async function tell(session: Session, { supervisor, stacks }: SupervisorStatus): Promise<void> {
  const { output } = session;
  await output.lines(allStackLines(session, stacks));
  output.detail(`supervisor: process ${supervisor.pid} of ${supervisor.home}, since ${supervisor.startedAt}`);
  if (!output.settings.verbose) return;
  const failed = stacks.flatMap(({ services }) => services.filter((one) => one.crash && hasFailed(one)));
  for (const line of failed.flatMap((service) => crashLines(service, true))) output.complain(line);
}

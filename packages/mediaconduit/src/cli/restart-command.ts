import type { Session } from './session';
import { requireOwnStack, requireService } from './stack/own-stack';
import { tellWhenSlow } from './tell-when-slow';

/** `mediaconduit restart <service>`: at once, whatever its state, and with all tries to spend again. */
export async function restartService(session: Session, service: string): Promise<number> {
  const { client, stack } = await requireOwnStack(session);
  requireService(service, stack);
  const { output, signal } = session;
  await tellWhenSlow(client.restart(stack.id, service, signal), `restarting ${service} …`, output);
  if (output.settings.json) await output.json({ restarted: service });
  else output.note(`restarted ${service}`);
  return 0;
}

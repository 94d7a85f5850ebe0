import { readStackText, type ServiceStatus } from '@mediaconduit/runtime/supervision';
import type { Session } from '../session';
import { requireStackFile } from './find-stack-file';
import type { Features } from './load-stack';
import { ownStackOf, supervisorOf } from './own-stack';

/** A stack as it is now, running or not. */
export interface StackInForce {
  readonly file: string;
  readonly text: string;
  readonly features: Features;
  /** Empty when it does not run. */
  readonly services: readonly ServiceStatus[];
}

/** The stack of the project as its supervisor runs it, else as its file says. @throws `MC_STACK_INVALID` without either */
export async function stackInForce(session: Session): Promise<StackInForce> {
  const { folder, signal } = session;
  const client = await supervisorOf(session);
  const stack = client && ownStackOf(folder, (await client.status(signal)).stacks);
  if (client && stack) {
    const { features, file, id, services } = stack;
    return { file, text: (await client.config(id, signal)).text, features, services };
  }
  const file = requireStackFile(folder);
  return { file, text: await readStackText(file), features: {}, services: [] };
}

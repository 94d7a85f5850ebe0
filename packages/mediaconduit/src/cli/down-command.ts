import type { StackStatus, SupervisorClient } from '@mediaconduit/runtime/supervision';
import { MediaConduitError, requireConfirmation } from '@mediaconduit/sdk';
import { confirmOf } from './confirm-on-terminal';
import type { Session } from './session';
import { elsewhere, ownStackOf, supervisorOf } from './stack/own-stack';
import { tellWhenSlow } from './tell-when-slow';

/** What is to be ended. */
export interface DownFlags {
  /** Every stack, and the supervisor. */
  readonly all?: boolean;
  /** Named volumes to remove with their data. */
  readonly volumes?: readonly string[];
}

/** `mediaconduit down`: ends the stack of the project; its named volumes stay unless they are named. */
export async function bringDown(session: Session, { all = false, volumes = [] }: DownFlags): Promise<number> {
  if (all && volumes.length > 0) throw unclear();
  const client = await supervisorOf(session);
  if (all) return endAll(session, client);
  const { stacks } = (await client?.status(session.signal)) ?? { stacks: [] };
  const stack = ownStackOf(session.folder, stacks);
  if (client && stack) return endStack(session, { client, stack, volumes });
  session.requireFolder();
  if (volumes.length > 0) throw nothingRuns(session.folder);
  await tell(session, { stopped: [], removed: [] }, 'no stack of this folder runs');
  if (stacks.length > 0) session.output.note(elsewhere(stacks));
  return 0;
}

async function endAll(session: Session, client: SupervisorClient | undefined): Promise<number> {
  const { stacks } = (await client?.status(session.signal)) ?? { stacks: [] };
  const stopped = stacks.map(({ name }) => name);
  const ending = client?.shutDown(session.signal) ?? Promise.resolve();
  await tellWhenSlow(ending, `stopping ${stopped.join(', ')} …`, session.output);
  const said = client ? `stopped ${[...stopped, 'the supervisor'].join(', ')}` : 'nothing runs';
  await tell(session, { stopped, removed: [] }, said);
  return 0;
}

interface Ending {
  readonly client: SupervisorClient;
  readonly stack: StackStatus;
  readonly volumes: readonly string[];
}

async function endStack(session: Session, { client, stack, volumes }: Ending): Promise<number> {
  const { output, signal } = session;
  if (volumes.length > 0) {
    const text = `Remove ${volumes.join(', ')} with all data in ${volumes.length === 1 ? 'it' : 'them'}?`;
    await requireConfirmation({ confirm: confirmOf(session) }, { text });
  }
  const { removed } = await tellWhenSlow(
    client.down(stack.id, { volumes, signal }),
    `stopping ${stack.name} …`,
    output,
  );
  const missing = volumes.filter((volume) => !removed.includes(volume));
  if (missing.length > 0) throw notRemoved(stack.name, missing);
  const more = removed.length > 0 ? `, removed ${removed.join(', ')}` : '';
  await tell(session, { stopped: [stack.name], removed }, `stopped ${stack.name}${more}`);
  return 0;
}

interface Ended {
  readonly stopped: readonly string[];
  readonly removed: readonly string[];
}

async function tell({ output }: Session, ended: Ended, said: string): Promise<void> {
  if (output.settings.json) await output.json(ended);
  else output.note(said);
}

function unclear(): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'Give --volumes or --all, not both.', {
    hint: 'volumes are removed with the stack of one project: mediaconduit down --volumes <name>',
  });
}

function notRemoved(stack: string, volumes: readonly string[]): MediaConduitError {
  const message = `${stack} is stopped, but it has no volume ${volumes.join(' and none ')} that was removed.`;
  return new MediaConduitError('MC_CACHE_ENTRY_NOT_FOUND', message, {
    hint: 'docker volume ls --filter label=io.mediaconduit.home',
    facts: { stack, volumes },
  });
}

/** Only a supervisor knows which volumes are those of the stack. */
function nothingRuns(folder: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_NOT_STARTED', `No stack of ${folder} runs, so no volume was removed.`, {
    hint: 'mediaconduit up first; then mediaconduit down --volumes <name>',
    facts: { folder },
  });
}

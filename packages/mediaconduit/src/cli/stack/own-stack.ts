import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { findSupervisor, homeFolder, type StackStatus, type SupervisorClient } from '@mediaconduit/runtime/supervision';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { Session } from '../session';
import { findStackFile, foldersFrom, realFolder } from './find-stack-file';

/** A stack that runs, and who runs it. */
export interface OwnStack {
  readonly client: SupervisorClient;
  readonly stack: StackStatus;
}

/** The supervisor of this user's home; `undefined` when none runs. */
export function supervisorOf({ environment, signal }: Session): Promise<SupervisorClient | undefined> {
  return findSupervisor({ home: homeFolder(environment), signal });
}

/**
 * The stack of the project in this folder: of its stack file, or, where that was removed, of the nearest folder above.
 * Of a folder that is gone, only its own.
 */
export function ownStackOf(folder: string, stacks: readonly StackStatus[]): StackStatus | undefined {
  const real = realFolder(folder);
  if (!existsSync(folder)) return stacks.find(({ file }) => dirname(file) === real);
  const file = findStackFile(folder);
  if (file !== undefined) return stacks.find((stack) => stack.file === file);
  return foldersFrom(real).flatMap((at) => stacks.filter((stack) => dirname(stack.file) === at))[0];
}

/** @throws `MC_SERVICE_NOT_STARTED` with what runs elsewhere; `MC_USAGE` for a folder that is not there either. */
export async function requireOwnStack(session: Session): Promise<OwnStack> {
  const client = await supervisorOf(session);
  const { stacks } = (await client?.status(session.signal)) ?? { stacks: [] };
  const stack = ownStackOf(session.folder, stacks);
  if (client && stack) return { client, stack };
  session.requireFolder();
  throw new MediaConduitError('MC_SERVICE_NOT_STARTED', `No stack of ${session.folder} runs.`, {
    hint: stacks.length > 0 ? `mediaconduit up starts it; ${elsewhere(stacks)}` : 'mediaconduit up starts it',
    facts: { folder: session.folder, stacks: stacks.map(({ file }) => file) },
  });
}

/** What runs in other folders, and how it is named. */
export function elsewhere(stacks: readonly StackStatus[]): string {
  return `for another one: --cwd ${stacks.map(({ file }) => dirname(file)).join(' or ')}`;
}

/** @throws `MC_SERVICE_NOT_FOUND` with the nearest name. */
export function requireService(name: string, { name: stack, services }: StackStatus): void {
  const names = services.map((service) => service.name);
  if (names.includes(name)) return;
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The stack ${stack} has no service "${name}".`, {
    hint: didYouMean(name, names) ?? `known: ${names.join(', ')}`,
    facts: { service: name, services: names },
  });
}

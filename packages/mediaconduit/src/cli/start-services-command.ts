import { join } from 'node:path';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { readStackText, type StackStatus } from '@mediaconduit/runtime/supervision';
import type { Session } from './session';
import { findStackFile, realFolder } from './stack/find-stack-file';
import { loadStack } from './stack/load-stack';
import { supervisorOf } from './stack/own-stack';
import { startAndReport } from './up-command';

/** Services that were started by name belong to a stack of this file, which is nowhere; each folder has one of its own. */
const NAMELESS_STACK = 'mediaconduit.services.yml';

/**
 * `mediaconduit services start <name...>`: starts services and leaves them running: those of the stack file when they
 * are all in it, else installed ones.
 */
export async function startServices(session: Session, names: readonly string[]): Promise<number> {
  const stackFile = findStackFile(session.folder);
  const known = stackFile === undefined ? [] : await namesIn(session, stackFile);
  if (stackFile !== undefined && names.every((name) => known.includes(name))) {
    const { features = {} } = (await running(session, stackFile)) ?? {};
    return startAndReport(session, { file: stackFile, features, services: names, wait: true });
  }
  await requireInstalled(session, names, known);
  const file = join(realFolder(session.folder), NAMELESS_STACK);
  const all = [...new Set([...namesOf(await running(session, file)), ...names])];
  const text = JSON.stringify({ services: Object.fromEntries(all.map((name) => [name, {}])) });
  return startAndReport(session, { file, text, features: {}, services: names, wait: true });
}

async function namesIn(session: Session, stackFile: string): Promise<string[]> {
  const { definition } = await loadStack(session, stackFile, await readStackText(stackFile));
  return Object.keys(definition.services);
}

async function requireInstalled(
  { runtime }: Session,
  names: readonly string[],
  known: readonly string[],
): Promise<void> {
  const installed = (await runtime.services.definitions()).map(({ id }) => id);
  const missing = names.find((name) => !installed.includes(name));
  if (missing === undefined) return;
  const all = [...new Set([...known, ...installed])];
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no service "${missing}".`, {
    hint: didYouMean(missing, all) ?? (all.length > 0 ? `known: ${all.join(', ')}` : 'none is installed here'),
    facts: { service: missing, services: all },
  });
}

async function running(session: Session, file: string): Promise<StackStatus | undefined> {
  const client = await supervisorOf(session);
  const { stacks } = (await client?.status(session.signal)) ?? { stacks: [] };
  return stacks.find((stack) => stack.file === file);
}

function namesOf(stack: StackStatus | undefined): string[] {
  return stack?.services.map(({ name }) => name) ?? [];
}

import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import {
  addTrust,
  composeRefusal,
  findLockFolder,
  givenVariables,
  LOCK_FILE,
  lockPlace,
  ownDefinition,
  readComposeFiles,
  readStackText,
  readTrust,
  redacted,
  removeTrust,
  trustOf,
  type LockPlace,
  type TrustedFile,
} from '@mediaconduit/runtime/supervision';
import { didYouMean, MediaConduitError, requireConfirmation, type ServiceDefinition } from '@mediaconduit/sdk';
import { confirmOf } from './confirm-on-terminal';
import type { Session } from './session';
import { findStackFile } from './stack/find-stack-file';
import { loadStack } from './stack/load-stack';
import { tableLines } from './table';

/** What is to be done, beside trusting. */
export interface TrustFlags {
  readonly list?: boolean;
  readonly remove?: boolean;
}

/** `mediaconduit trust <service>`: shows why its compose file is refused, asks, and lets Compose run it from now on. */
export async function trustService(
  session: Session,
  service: string | undefined,
  { list = false, remove = false }: TrustFlags,
): Promise<number> {
  if (list ? service !== undefined || remove : service === undefined) throw unclear();
  if (service === undefined) return listTrusted(session);
  return remove ? forget(session, service) : trust(session, service);
}

async function trust(session: Session, service: string): Promise<number> {
  const { output } = session;
  const definition = await definitionOf(session, service);
  const { composeFile } = definition.docker ?? {};
  if (composeFile === undefined) throw noComposeFile(definition);
  const refusal = await composeRefusal(definition);
  if (!refusal) return needless(session, service, composeFile);
  const files = readComposeFiles(definition.folder, composeFile);
  const act = { files, service, by: userInfo().username, at: new Date() };
  // before the question: what is trusted is what was shown
  const trusted = trustOf(definition, projectOf(session), act);
  output.note(`refused: ${refusal.message}`);
  output.note(`trusted would be what these files say now: ${files.names.join(', ')}`);
  const variables = Object.entries(givenVariables(definition.environment, files));
  if (variables.length > 0) output.note(`with the variables: ${variables.map(shown).join(', ')}`);
  output.note('Compose runs them without our limits: they may reach everything on this machine');
  await requireConfirmation({ confirm: confirmOf(session) }, { text: `Trust ${service} with that?` });
  await addTrust(placeOf(session), trusted, session.signal);
  if (output.settings.json) await output.json({ trusted, files: files.names, refused: refusal.message });
  else output.note(`trusted ${service} until one of these files or variables changes; it is recorded in ${LOCK_FILE}`);
  return 0;
}

function shown([name, value]: readonly [string, string]): string {
  return `${name}=${String(redacted(name, value))}`;
}

async function needless({ output }: Session, service: string, composeFile: string): Promise<number> {
  if (output.settings.json) await output.json({ trusted: null });
  else output.note(`${service} needs no trust: ${composeFile} asks for nothing that is refused`);
  return 0;
}

async function listTrusted(session: Session): Promise<number> {
  const { output } = session;
  const trusted = readTrust(projectOf(session));
  if (output.settings.json) await output.json({ trusted });
  else if (trusted.length === 0) output.note('no service is trusted');
  else await output.data(tableLines([['SERVICE', 'FILE', 'SINCE', 'BY'], ...trusted.map(rowOf)], output.width));
  return 0;
}

function rowOf({ by, file, service, trustedAt }: TrustedFile): string[] {
  return [service, file, trustedAt.slice(0, 10), by];
}

async function forget(session: Session, service: string): Promise<number> {
  const { output } = session;
  const known = readTrust(projectOf(session)).map((one) => one.service);
  if (!(await removeTrust(placeOf(session), service, session.signal))) {
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `The service "${service}" is not trusted.`, {
      hint: didYouMean(service, known) ?? 'mediaconduit trust --list shows which are',
      facts: { service, services: known },
    });
  }
  if (output.settings.json) await output.json({ removed: service });
  else output.note(`${service} is not trusted any more; what runs goes on until it is stopped`);
  return 0;
}

/** A service of the stack file, by its name there or by that of an error, else an installed one. */
async function definitionOf(session: Session, service: string): Promise<ServiceDefinition> {
  const file = findStackFile(session.folder);
  const stack = file === undefined ? undefined : (await loadStack(session, file, await readStackText(file))).resolved;
  const ofStack = (stack?.services ?? []).map((one) => ({
    names: [one.name, ...(stack ? [ownDefinition(stack, one).id] : [])],
    definition: one.definition,
  }));
  const installed = (await session.runtime.services.definitions()).map((definition) => ({
    names: [definition.id],
    definition,
  }));
  const all = [...ofStack, ...installed];
  const found = all.find(({ names }) => names.includes(service));
  if (found) return found.definition;
  const known = all.map(({ names: [name = ''] }) => name);
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no service "${service}".`, {
    hint: didYouMean(service, known) ?? (known.length > 0 ? `known: ${known.join(', ')}` : 'none is installed here'),
    facts: { service, services: known },
  });
}

/** For a stack, where the supervisor looks. */
function projectOf({ folder }: Session): string {
  const file = findStackFile(folder);
  return findLockFolder(file === undefined ? folder : dirname(file));
}

function placeOf(session: Session): LockPlace {
  return lockPlace(projectOf(session), { home: session.runtime.home, environment: session.environment });
}

function noComposeFile({ id }: ServiceDefinition): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `The service ${id} has no compose file that could be trusted.`, {
    hint: 'only services with docker.composeFile in their manifest can be refused for it',
    facts: { service: id },
  });
}

function unclear(): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'Name one service, or give --list.', {
    hint: 'mediaconduit trust <service>, mediaconduit trust --remove <service> or mediaconduit trust --list',
  });
}

import { didYouMean, MediaConduitError, type ServiceDefinition, type ServiceInspection } from '@mediaconduit/sdk';
import { escapeControls } from './escape-controls';
import type { Session } from './session';
import { supervisedServices, type SupervisedService } from './stack/supervised-services';
import { tableLines } from './table';
import { tellWhenSlow } from './tell-when-slow';

/** What is installed and what of it runs now, in every engine and under the supervisor. */
interface Known {
  readonly definitions: readonly ServiceDefinition[];
  readonly running: readonly ServiceInspection[];
  readonly supervised: readonly SupervisedService[];
}

/** `mediaconduit services list`: every installed service, and what runs of it. */
export async function listServices(session: Session): Promise<number> {
  const { definitions, supervised, ...known } = await lookUp(session);
  const running = [...known.running, ...supervised.map(({ inspection }) => inspection)];
  const ids = [
    ...new Set([...definitions, ...running.map(({ serviceId }) => ({ id: serviceId }))].map(({ id }) => id)),
  ];
  const services = ids.map((id) => ({
    id,
    installed: definitions.some((one) => one.id === id),
    engines: definitions.find((one) => one.id === id)?.engines ?? [],
    about: definitions.find((one) => one.id === id)?.about,
    running: running.filter(({ serviceId }) => serviceId === id),
  }));
  if (session.output.settings.json) await session.output.json({ services });
  else if (services.length === 0) session.output.note('no service is installed here');
  else
    await session.output.data(
      tableLines(
        services.map(({ id, engines, running }) => [id, stateOf(running), engines.join(', ')]),
        session.output.width,
      ),
    );
  return 0;
}

/** `mediaconduit services status [name]`: what runs, where and since when. */
export async function showServices(session: Session, name: string | undefined): Promise<number> {
  const known = await lookUp(session);
  if (name !== undefined) checkName(name, known);
  const all = [...known.running, ...known.supervised.map(({ inspection }) => inspection)];
  const named = supervisedAs(name, known).map(({ inspection }) => inspection);
  const services = name === undefined ? all : all.filter((one) => one.serviceId === name || named.includes(one));
  if (session.output.settings.json) await session.output.json({ services });
  else if (services.length === 0) session.output.note(name === undefined ? 'nothing runs' : `${name} does not run`);
  else {
    await session.output.data(
      tableLines(
        services.map((one) => [one.serviceId, stateOf([one]), one.engine, one.startedAt ?? '', one.label]),
        session.output.width,
      ),
    );
  }
  return 0;
}

/** `mediaconduit services logs <name>`: the last lines that it wrote. */
export async function showLogs(session: Session, name: string, lines: number): Promise<number> {
  const known = await lookUp(session);
  checkName(name, known);
  const supervised = await Promise.all(supervisedAs(name, known).map((one) => one.logs(lines)));
  const logs = supervised.length > 0 ? supervised.flat() : await session.runtime.services.logs(name, lines);
  if (session.output.settings.json) await session.output.json({ service: name, logs });
  else await session.output.data(logs.map((line) => `${escapeControls(line)}\n`).join(''));
  return 0;
}

/** `mediaconduit services stop <name>`: ends it, whoever uses it. */
export async function stopService(session: Session, name: string): Promise<number> {
  const known = await lookUp(session);
  checkName(name, known);
  const stopping = stopEverywhere(session, name, known);
  const stopped = await tellWhenSlow(stopping, `stopping ${name} …`, session.output);
  if (session.output.settings.json) await session.output.json({ service: name, stopped });
  else session.output.note(stopped === 0 ? `${name} did not run` : `stopped ${name}`);
  return 0;
}

async function lookUp(session: Session): Promise<Known> {
  const { services } = session.runtime;
  const [definitions, inspected, supervised] = await Promise.all([
    services.definitions(),
    services.inspect(),
    supervisedServices(session),
  ]);
  const addresses = new Set(supervised.map(({ inspection }) => inspection.address?.port));
  const running = inspected.filter(({ address }) => !addresses.has(address?.port)); // containers are seen twice
  return { definitions, running, supervised };
}

/** The supervisor would start again what was stopped behind its back. */
async function stopEverywhere(session: Session, name: string, known: Known): Promise<number> {
  const own = supervisedAs(name, known);
  for (const { stop } of own) await stop();
  return own.length + (await session.runtime.services.stop(name));
}

/** By the name in their stack, as `services start` takes it, or by what they are. */
function supervisedAs(wanted: string | undefined, { supervised }: Known): SupervisedService[] {
  return supervised.filter(({ inspection, name }) => name === wanted || inspection.serviceId === wanted);
}

function checkName(name: string, { definitions, running, supervised }: Known): void {
  const inStacks = supervised.flatMap((one) => [one.name, one.inspection.serviceId]);
  const ids = [...running.map(({ serviceId }) => serviceId), ...inStacks];
  const names = new Set([...definitions.map(({ id }) => id), ...ids]);
  if (names.has(name)) return;
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no service "${name}".`, {
    hint: didYouMean(name, names) ?? (names.size > 0 ? `known: ${[...names].join(', ')}` : 'none is installed here'),
    facts: { service: name, services: [...names] },
  });
}

function stateOf(running: readonly ServiceInspection[]): string {
  if (running.length === 0) return 'stopped';
  return running
    .map(({ state, address }) => (address ? `${state} at ${address.host}:${address.port}` : state))
    .join('; ');
}

import { didYouMean, MediaConduitError, type ServiceDefinition, type ServiceInspection } from '@mediaconduit/sdk';
import { escapeControls } from './escape-controls';
import type { Session } from './session';
import { tableLines } from './table';
import { tellWhenSlow } from './tell-when-slow';

/** What is installed and what of it runs now, in every engine. */
interface Known {
  readonly definitions: readonly ServiceDefinition[];
  readonly running: readonly ServiceInspection[];
}

/** `mediaconduit services list`: every installed service, and what runs of it. */
export async function listServices(session: Session): Promise<number> {
  const { definitions, running } = await lookUp(session);
  const ids = [
    ...new Set([...definitions, ...running.map(({ serviceId }) => ({ id: serviceId }))].map(({ id }) => id)),
  ];
  const services = ids.map((id) => ({
    id,
    installed: definitions.some((one) => one.id === id),
    engines: definitions.find((one) => one.id === id)?.engines ?? [],
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
  const services = known.running.filter(({ serviceId }) => name === undefined || serviceId === name);
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
  checkName(name, await lookUp(session));
  const logs = await session.runtime.services.logs(name, lines);
  if (session.output.settings.json) await session.output.json({ service: name, logs });
  else await session.output.data(logs.map((line) => `${escapeControls(line)}\n`).join(''));
  return 0;
}

/** `mediaconduit services stop <name>`: ends it, whoever uses it. */
export async function stopService(session: Session, name: string): Promise<number> {
  checkName(name, await lookUp(session));
  const stopping = session.runtime.services.stop(name);
  const stopped = await tellWhenSlow(stopping, `stopping ${name} …`, session.output);
  if (session.output.settings.json) await session.output.json({ service: name, stopped });
  else session.output.note(stopped === 0 ? `${name} did not run` : `stopped ${name}`);
  return 0;
}

async function lookUp({ runtime: { services } }: Session): Promise<Known> {
  const [definitions, running] = await Promise.all([services.definitions(), services.inspect()]);
  return { definitions, running };
}

function checkName(name: string, { definitions, running }: Known): void {
  const names = new Set([...definitions.map(({ id }) => id), ...running.map(({ serviceId }) => serviceId)]);
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

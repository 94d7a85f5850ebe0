import type { ServiceStatus } from '@mediaconduit/runtime/supervision';
import type { ServiceInspection } from '@mediaconduit/sdk';
import type { Session } from '../session';
import { supervisorOf } from './own-stack';

/** A service that the supervisor keeps, seen as an engine would tell it. */
export interface SupervisedService {
  readonly inspection: ServiceInspection;
  readonly stop: () => Promise<void>;
}

/** What runs under the supervisor of the home, in all stacks. */
export async function supervisedServices(session: Session): Promise<SupervisedService[]> {
  const client = await supervisorOf(session);
  if (!client) return [];
  const { stacks } = await client.status(session.signal);
  return stacks.flatMap(({ id, name, services }) =>
    services.flatMap((service) => {
      const inspection = inspectionOf(service, name);
      return inspection ? [{ inspection, stop: () => client.stop(id, service.name, session.signal) }] : [];
    }),
  );
}

function inspectionOf(
  { baseUrl, engine, name, serviceId }: ServiceStatus,
  stack: string,
): ServiceInspection | undefined {
  if (baseUrl === undefined || engine === undefined) return undefined;
  const { hostname: host, port } = new URL(baseUrl);
  const label = `${name} of the stack ${stack}`;
  return { id: `${stack}/${name}`, serviceId, engine, state: 'running', address: { host, port: Number(port) }, label };
}

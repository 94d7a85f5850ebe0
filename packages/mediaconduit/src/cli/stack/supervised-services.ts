import type { ServiceStatus } from '@mediaconduit/runtime/supervision';
import type { ServiceInspection } from '@mediaconduit/sdk';
import type { Session } from '../session';
import { supervisorOf } from './own-stack';

/** A service that the supervisor keeps, seen as an engine would tell it. */
export interface SupervisedService {
  /** Of its entry in the stack file. */
  readonly name: string;
  readonly inspection: ServiceInspection;
  readonly logs: (lines: number) => Promise<string[]>;
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
      if (!inspection) return [];
      const logs = async (lines: number): Promise<string[]> => {
        const found: string[] = [];
        const wanted = { services: [service.name], lines, follow: false, signal: session.signal };
        for await (const { line } of client.logs(id, wanted)) found.push(line);
        return found;
      };
      const stop = (): Promise<void> => client.stop(id, service.name, session.signal);
      return [{ name: service.name, inspection, logs, stop }];
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

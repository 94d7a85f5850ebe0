import {
  isMediaConduitError,
  MediaConduitError,
  messageOf,
  serviceVariablePrefix,
  type ServiceDefinition,
} from '@mediaconduit/sdk';
import type { ConfigurableDockerService } from './configurable-docker-service';

/** What a service depends on: ready, and in use until it is disposed. */
export interface ReadyDependencies extends Disposable {
  /** Their addresses as `{NAME}_SERVICE_URL`, for programs of this machine; they stay the same over restarts. */
  readonly environment: Readonly<Record<string, string>>;
  readonly definitions: readonly ServiceDefinition[];
}

/** How the services of one runtime are found and used. */
export interface DependencyHost {
  resolve(identifier: string, from: string): Promise<ServiceDefinition>;
  open(definition: ServiceDefinition): Promise<ConfigurableDockerService>;
  release(definition: ServiceDefinition): Promise<void>;
}

/**
 * Starts what a service names under `dependsOn`, each with what it depends on itself.
 * @throws `MC_DEPENDENCY_CYCLE` before anything is started, `MC_DEPENDENCY_FAILED`.
 */
export async function startDependencies(
  definition: ServiceDefinition,
  host: DependencyHost,
  signal: AbortSignal,
): Promise<ReadyDependencies> {
  const needed = await resolveAll(definition, host, [definition.id]);
  const started = await Promise.allSettled(needed.map((one) => use(one, host, signal)));
  const used = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const end = (): void => used.forEach((one) => one[Symbol.dispose]());
  const failed = started.findIndex(({ status }) => status === 'rejected');
  if (failed >= 0) {
    end();
    signal.throwIfAborted();
    throw failedError(definition.id, needed[failed]?.id ?? '', (started[failed] as PromiseRejectedResult).reason);
  }
  const environment = Object.fromEntries(used.map(({ variable, url }) => [variable, url]));
  return { environment, definitions: needed, [Symbol.dispose]: end };
}

interface Used extends Disposable {
  readonly variable: string;
  readonly url: string;
}

async function use(definition: ServiceDefinition, host: DependencyHost, signal: AbortSignal): Promise<Used> {
  const service = await host.open(definition);
  const release = (): void => void host.release(definition).catch(() => undefined); // what cannot be ended is told as an event
  try {
    const lease = await service.lease({ signal });
    const [port] = service.getServiceInfo().ports;
    return {
      variable: `${serviceVariablePrefix(definition.id)}_SERVICE_URL`,
      url: definition.url ?? `http://127.0.0.1:${port}`,
      [Symbol.dispose]: () => {
        lease.release();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Also what those depend on is looked at, so that a circle is found and not waited for. */
async function resolveAll(
  { dependsOn, folder, id }: ServiceDefinition,
  host: DependencyHost,
  path: readonly string[],
): Promise<ServiceDefinition[]> {
  const found: ServiceDefinition[] = [];
  for (const name of dependsOn) {
    const definition = await host.resolve(name, folder).catch((error: unknown) => {
      throw failedError(id, name, error);
    });
    if (path.includes(definition.id)) throw circle([...path, definition.id]);
    await resolveAll(definition, host, [...path, definition.id]);
    found.push(definition);
  }
  return found;
}

function circle(path: readonly string[]): MediaConduitError {
  return new MediaConduitError(
    'MC_DEPENDENCY_CYCLE',
    `Services depend on each other in a circle: ${path.join(' → ')}.`,
    {
      hint: 'take one of them out of dependsOn of another',
      facts: { path },
    },
  );
}

function failedError(service: string, needed: string, cause: unknown): MediaConduitError {
  if (isMediaConduitError(cause, 'MC_DEPENDENCY_CYCLE')) return cause;
  const hint = isMediaConduitError(cause) ? cause.hint : undefined;
  return new MediaConduitError(
    'MC_DEPENDENCY_FAILED',
    `"${service}" depends on "${needed}", which could not be started: ${messageOf(cause)}`,
    { hint: hint ?? `correct dependsOn of ${service}, or start ${needed}`, facts: { service, needed }, cause },
  );
}

import type { ConfigPatch } from '../config/apply-patch';
import type { JsonClient } from './json-client';
import type {
  DownResult,
  LeaseLine,
  LogLine,
  StackConfig,
  StackLine,
  SupervisorInfo,
  SupervisorStatus,
  TurnLine,
  TurnRequest,
  UpRequest,
  UpResult,
} from './protocol';

/** Which lines of output are wanted. */
export interface LogOptions {
  /** All services of the stack when empty. */
  readonly services: readonly string[];
  /** The last lines of each, before what follows. */
  readonly lines: number;
  /** Go on with what is written from now on. */
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

/** How a stack is ended. */
export interface DownOptions {
  /** Its named volumes that are removed with all their data. Default: none. */
  readonly volumes?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Everything that a supervisor does for others. Every call throws the errors of the supervisor and those of {@link JsonClient}. */
export class SupervisorClient {
  constructor(private readonly client: JsonClient) {}

  info(signal?: AbortSignal): Promise<SupervisorInfo> {
    return this.client.call({ path: '/v1/supervisor', signal });
  }

  status(signal?: AbortSignal): Promise<SupervisorStatus> {
    return this.client.call({ path: '/v1/status', signal });
  }

  /** What happens to the stack until its services are started, or until all are ready; the last line is the result. */
  up(request: UpRequest, signal?: AbortSignal): AsyncGenerator<StackLine | UpResult, void, void> {
    return this.client.lines({ path: '/v1/stacks', body: request, signal });
  }

  /** Stops a stack and forgets it; the supervisor ends with the last one. */
  async down(stack: string, { signal, volumes = [] }: DownOptions = {}): Promise<DownResult> {
    const query = new URLSearchParams(volumes.map((volume): [string, string] => ['volume', volume]));
    const path = `/v1/stacks/${encodeURIComponent(stack)}?${query.toString()}`;
    const result = await this.client.call<DownResult | null>({ method: 'DELETE', path, signal });
    return result ?? { removed: [] };
  }

  async restart(stack: string, service: string, signal?: AbortSignal): Promise<void> {
    const path = `/v1/stacks/${encodeURIComponent(stack)}/services/${encodeURIComponent(service)}/restart`;
    await this.client.call({ method: 'POST', path, signal });
  }

  /** Stops a service and what depends on it, until somebody starts it again. */
  async stop(stack: string, service: string, signal?: AbortSignal): Promise<void> {
    const path = `/v1/stacks/${encodeURIComponent(stack)}/services/${encodeURIComponent(service)}/stop`;
    await this.client.call({ method: 'POST', path, signal });
  }

  /** Reads the stack file anew, as the supervisor does by itself when it changes. */
  async reload(stack: string, signal?: AbortSignal): Promise<void> {
    await this.client.call({ method: 'POST', path: `/v1/stacks/${encodeURIComponent(stack)}/reload`, signal });
  }

  config(stack: string, signal?: AbortSignal): Promise<StackConfig> {
    return this.client.call({ path: `/v1/stacks/${encodeURIComponent(stack)}/config`, signal });
  }

  /** A whole new text, or a patch of the one in force; the stack file is left as it is. `ifMatch` is the etag that was seen. */
  changeConfig(stack: string, change: string | ConfigPatch, ifMatch?: string): Promise<StackConfig> {
    const path = `/v1/stacks/${encodeURIComponent(stack)}/config`;
    const headers = ifMatch === undefined ? undefined : { 'if-match': ifMatch };
    return this.client.call({ method: 'PUT', path, body: change, headers });
  }

  /** Brings back an earlier configuration; the one before by default. */
  rollBackConfig(stack: string, seq?: number): Promise<StackConfig> {
    return this.client.call({ path: `/v1/stacks/${encodeURIComponent(stack)}/config/rollback`, body: { seq } });
  }

  logs(stack: string, { services, lines, follow, signal }: LogOptions): AsyncGenerator<LogLine, void, void> {
    const query = new URLSearchParams({ lines: String(lines), follow: String(follow) });
    for (const service of services) query.append('service', service);
    return this.client.lines({ path: `/v1/stacks/${encodeURIComponent(stack)}/logs?${query.toString()}`, signal });
  }

  /** What happens to a stack from now on. */
  events(stack: string, signal?: AbortSignal): AsyncGenerator<StackLine, void, void> {
    return this.client.lines({ path: `/v1/stacks/${encodeURIComponent(stack)}/events`, signal });
  }

  /** Keeps a service running as long as the lines are read; `service` is the id of its definition. */
  lease(projectFolder: string, service: string, signal?: AbortSignal): AsyncGenerator<LeaseLine, void, void> {
    return this.client.lines({ path: '/v1/leases', body: { projectFolder, service }, signal, unref: true });
  }

  /** Asks for places among the calls to the services of a stack, and gives them back; all with the end of the reading. */
  turns(
    projectFolder: string,
    requests: AsyncIterable<TurnRequest>,
    signal?: AbortSignal,
  ): AsyncGenerator<TurnLine, void, void> {
    const query = new URLSearchParams({ projectFolder });
    return this.client.lines({ path: `/v1/turns?${query.toString()}`, requests, signal, unref: true });
  }

  /** Stops everything, and the supervisor itself. */
  async shutDown(signal?: AbortSignal): Promise<void> {
    await this.client.call({ method: 'POST', path: '/v1/shutdown', signal });
  }
}

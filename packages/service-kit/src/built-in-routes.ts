import type { Metrics } from './metrics';
import { openapiDocument, type ServiceIdentity } from './openapi-document';
import { Reply } from './reply';
import type { Route } from './route';
import type { ServiceState } from './service-state';

/** What every service answers beside its own work. `tasks` are the routes of the service itself. */
export function builtInRoutes(
  identity: ServiceIdentity,
  tasks: readonly Route[],
  state: ServiceState,
  metrics: Metrics,
): Route[] {
  let document: string | undefined;
  const routes: Route[] = [
    get('/', 'What this service is and where its document is', () => ({
      service: identity.id,
      version: identity.version,
      contract: '1',
      tasks: tasks.map(({ method, path, summary }) => ({ method, path, summary })),
      openapi: '/openapi.json',
    })),
    get('/health', 'State of the service; 200 only when it can take work', () => healthReply(state)),
    get('/health/ready', '200 when the service can take work, else 503', () => healthReply(state)),
    get('/health/live', '200 as long as the process answers', () => ({ status: 'alive' })),
    get('/metrics', 'Counters in the Prometheus text format', () => {
      return new Reply(metrics.render(), 'text/plain; version=0.0.4; charset=utf-8');
    }),
    get('/openapi.json', 'This document', () => {
      document ??= JSON.stringify(openapiDocument(identity, [...tasks, ...routes]));
      return new Reply(document, 'application/json');
    }),
  ];
  return routes;
}

function healthReply(state: ServiceState): Reply {
  return Reply.json(state.health(), state.phase.name === 'ready' ? 200 : 503);
}

function get(path: string, summary: string, handle: Route['handle']): Route {
  return { method: 'GET', path, summary, handle };
}

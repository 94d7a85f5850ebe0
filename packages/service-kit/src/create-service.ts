import { createServer, type RequestListener } from 'node:http';
import { builtInRoutes } from './built-in-routes';
import { ConnectionTracker } from './connection-tracker';
import { HttpService, type Service } from './http-service';
import { Metrics } from './metrics';
import type { ServiceIdentity } from './openapi-document';
import { Operation } from './operation';
import { RequestHandler } from './request-handler';
import type { Route } from './route';
import { RouteTable } from './route-table';
import { DEFAULT_LIMITS, type ServiceLimits } from './service-limits';
import { ServiceState } from './service-state';

/** What makes a service: who it is and what it answers. */
export interface ServiceOptions extends ServiceIdentity {
  /** The work of the service; health, metrics and the OpenAPI document come by themselves. */
  readonly routes: readonly Route[];
  /** Runs once after the service listens; `/health/ready` answers 503 until it resolves, for ever when it rejects. */
  readonly ready?: () => Promise<void>;
  readonly limits?: Partial<ServiceLimits>;
  /** Gets what went wrong inside a handler. Default: its stack on stderr. */
  readonly onError?: (error: unknown) => void;
}

/** Puts a service together; nothing listens before `listen()`. */
export function createService(options: ServiceOptions): Service {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const onError = options.onError ?? writeToStderr;
  const state = new ServiceState(options);
  const metrics = new Metrics();
  const routes = [...options.routes, ...builtInRoutes(options, options.routes, state, metrics)];
  const operations = new RouteTable(routes.map((route) => new Operation(route, limits, onError)));
  const handler = new RequestHandler({ operations, state, metrics, onError, idleTimeoutMs: limits.idleTimeoutMs });
  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  });
  const connections = new ConnectionTracker(server);
  const answer: RequestListener = (request, response) => {
    connections.begin(request, response);
    handler.handle(request, response);
  };
  server.on('request', answer).on('checkContinue', answer);
  return new HttpService({ server, connections, state, ready: options.ready, onError });
}

function writeToStderr(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

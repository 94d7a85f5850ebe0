import type { Route } from './route';
import { parameterNames } from './route-table';

/** What the document says about the service as a whole. */
export interface ServiceIdentity {
  /** kebab-case: `cowsay-service`. */
  readonly id: string;
  readonly version: string;
  readonly description?: string;
}

const ERROR_REPLY = {
  description: 'Why the request was refused or failed.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error'],
        properties: { error: { type: 'string' }, code: { type: 'string' }, hint: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 document of a service, from its routes. */
export function openapiDocument(identity: ServiceIdentity, routes: Iterable<Route>): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = (paths[route.path] ??= {});
    operations[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: identity.id, version: identity.version, description: identity.description },
    paths,
    components: { responses: { Error: ERROR_REPLY } },
  };
}

function operation(route: Route): Record<string, unknown> {
  return {
    operationId: operationId(route),
    summary: route.summary,
    parameters: parametersOf(route.path),
    requestBody: route.body && { required: true, content: contentOf(route.body.content) },
    responses: {
      200: { description: 'OK', content: route.reply && { 'application/json': { schema: route.reply } } },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function parametersOf(path: string): object[] | undefined {
  const names = parameterNames(path);
  if (names.length === 0) return undefined;
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function contentOf(schemas: Readonly<Record<string, object>>): Record<string, { schema: object }> {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
}

function operationId(route: Route): string {
  const words = route.path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `${route.method.toLowerCase()}${name || 'Root'}`;
}

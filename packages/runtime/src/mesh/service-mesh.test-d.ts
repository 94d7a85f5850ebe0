import { createServiceMesh } from './create-service-mesh';

interface Components {
  database: { query(text: string): Promise<unknown[]> };
  api: { readonly port: number };
}

class Api {
  readonly port = 80;
  constructor(readonly needs: { readonly database: Components['database'] }) {}
}

async function typed(): Promise<void> {
  const mesh = createServiceMesh<Components>();
  mesh
    .register({ name: 'database', factory: () => ({ query: async () => [] }) })
    .register({ name: 'api', class: Api, dependencies: ['database'], healthCheck: (api) => api.port > 0 });
  const { port }: { readonly port: number } = await mesh.resolve('api');
  await mesh.call('database', async (database, signal) => [await database.query(String(port)), signal.aborted]);
  await using scope = mesh.createScope();
  await (await scope.resolve('database')).query('');
  // @ts-expect-error -- an API is no number
  const wrong: number = await mesh.resolve('api');
  // @ts-expect-error -- not among the components
  mesh.register({ name: 'cache', factory: () => wrong });
  // @ts-expect-error -- what it makes is no database
  mesh.register({ name: 'database', factory: () => ({ port: 80 }) });
  // @ts-expect-error -- needs what it does not depend on
  mesh.register({ name: 'api', dependencies: [], factory: ({ database }) => new Api({ database }) });
}

async function untyped(): Promise<void> {
  const mesh = createServiceMesh();
  mesh.register({ name: 'x', class: Api, dependencies: ['database'] as const });
  const api: Api = await mesh.resolve<Api>('x');
  await mesh.addInstance('x', api);
}

void [typed, untyped];

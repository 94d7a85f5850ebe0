import type http from 'node:http';
import { createServiceClient } from '../create-service-client';
import type { ServiceClient } from '../service-client';
import { testServer, type TestServer } from './test-server';

/** A client and the server it speaks to, both gone at the end. */
export async function connected(
  listener: http.RequestListener,
  fileToken?: string,
): Promise<{ server: TestServer; client: ServiceClient } & AsyncDisposable> {
  const server = await testServer(listener);
  const client = await createServiceClient({ serviceId: 'cow', baseUrl: server.baseUrl, fileToken });
  return {
    ...{ server, client },
    async [Symbol.asyncDispose]() {
      await client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

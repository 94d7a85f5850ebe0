import { ServiceClient } from './service-client';

/** A client for one address of a service. Loads undici (about 40 ms) at the first call. */
export async function createServiceClient(serviceId: string, baseUrl: string): Promise<ServiceClient> {
  const { Pool } = await import('undici');
  return new ServiceClient(serviceId, baseUrl, (origin, options) => new Pool(origin, options));
}

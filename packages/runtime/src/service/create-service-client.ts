import type { RunningService } from '@mediaconduit/sdk';
import { ServiceClient } from './service-client';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would fail in the Jest tests of applications */
const loadUndici = () => require('undici') as typeof import('undici');

/** A client for one run of a service. Loads undici (about 40 ms) at the first call. */
export async function createServiceClient(
  running: Pick<RunningService, 'serviceId' | 'baseUrl' | 'fileToken'>,
): Promise<ServiceClient> {
  const { Pool } = loadUndici();
  return new ServiceClient(running, (origin, options) => new Pool(origin, options));
}

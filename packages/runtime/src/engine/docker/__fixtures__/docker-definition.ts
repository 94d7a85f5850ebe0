import type { ServiceDefinition } from '@mediaconduit/sdk';
import { serviceDefinition } from '@mediaconduit/testkit';

/** A definition that runs `docker-compose.yml` of a folder. */
export function dockerDefinition(folder: string, overrides: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return serviceDefinition({
    id: 'test-service',
    folder,
    engines: ['docker'],
    process: undefined,
    docker: { composeFile: 'docker-compose.yml', serviceName: 'web' },
    environment: {},
    limits: {},
    ...overrides,
  });
}

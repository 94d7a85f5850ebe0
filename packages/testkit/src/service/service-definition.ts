import type { ServiceDefinition } from '@mediaconduit/sdk';
import path from 'node:path';

/**
 * A valid definition for tests: `test-service`, run as a process that inherits its socket. It names a folder that does
 * not exist; give `folder` when something is to run.
 */
export function serviceDefinition(overrides: Partial<ServiceDefinition> = {}): ServiceDefinition {
  const folder = overrides.folder ?? path.resolve('/nonexistent/test-service');
  return {
    id: 'test-service',
    name: 'Test service',
    version: '1.0.0',
    capabilities: ['text-to-text'],
    folder,
    file: path.join(folder, 'MediaConduit.service.yml'),
    engines: ['process'],
    process: { command: ['node', 'server.js'], port: 'fd', environment: {} },
    environment: {},
    readiness: { path: '/health/ready', timeoutMs: 60_000 },
    limits: {},
    dependsOn: [],
    critical: false,
    idleStopMs: 300_000,
    gpu: false,
    ...overrides,
  };
}

import type { ServiceDefinition } from '@mediaconduit/sdk';

/** The definition of a service that somebody else runs, of which only the address is known. */
export function remoteDefinition(url: string): ServiceDefinition {
  const { host } = new URL(url);
  return {
    id: host.replace(/[^a-z0-9]+/gi, '-').toLowerCase(),
    name: url,
    version: '0.0.0',
    capabilities: [],
    folder: '',
    file: url,
    engines: ['remote'],
    url,
    environment: {},
    readiness: { path: '', timeoutMs: 60_000 },
    limits: {},
    dependsOn: [],
    critical: false,
    idleStopMs: 0,
    gpu: false,
  };
}

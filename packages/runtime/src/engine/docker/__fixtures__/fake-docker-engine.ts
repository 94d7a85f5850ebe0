import { SILENT_LOGGER } from '@mediaconduit/sdk';
import { DockerEngine } from '../docker-engine';
import type { DockerEngineOptions } from '../docker-engine-options';
import type { FakeDockerClient } from './fake-docker-client';

/** Where the engine is said to be found. */
export const ADDRESS = { kind: 'socket', path: '/run/fake.sock' } as const;

/** What the engine works with. */
export interface FakeEngineParts extends Partial<DockerEngineOptions> {
  readonly home: string;
  readonly client: FakeDockerClient;
  /** Gets what is logged as a warning. */
  readonly warnings: string[];
}

/** An engine without Docker, locks and reaper, whose timers end at once. */
export function fakeDockerEngine({ client, warnings, ...options }: FakeEngineParts): DockerEngine {
  return new DockerEngine({
    homeId: 'abcd1234',
    log: { ...SILENT_LOGGER, warn: (_, message) => void warnings.push(message) },
    find: async () => ({ address: ADDRESS, version: '1' }),
    connect: () => client,
    lock: undefined,
    environment: {},
    machine: { memoryBytes: 4e9, cpus: 2 },
    processId: 77,
    isAlive: () => false,
    after: (_, callback) => {
      const pending = setImmediate(callback);
      return () => clearImmediate(pending);
    },
    reap: () => undefined,
    ...options,
  });
}

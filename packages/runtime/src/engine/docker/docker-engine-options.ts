import type { Logger } from '@mediaconduit/sdk';
import type { KernelLock } from '../../lock/kernel-lock';
import type { MachineSize } from './container-plan';
import type { DockerAddress } from './docker-address';
import type { DockerClient } from './docker-client';
import type { FoundDocker } from './find-docker';

/** Everything the Docker engine needs of the world; {@link createDockerEngine} fills it in. */
export interface DockerEngineOptions {
  /** Absolute path of the state folder; lock files go to its `run/`. */
  readonly home: string;
  /** Tells the homes that share one engine apart. */
  readonly homeId: string;
  readonly log: Logger;
  /** Where the engine is; asked again as long as there is none. */
  readonly find: () => Promise<FoundDocker>;
  readonly connect: (address: DockerAddress) => DockerClient;
  /** `undefined` where the machine has no kernel locks: containers are not shared between processes then. */
  readonly lock: KernelLock | undefined;
  /** Proxies and certificates for image builds. */
  readonly environment: NodeJS.ProcessEnv;
  readonly machine: MachineSize;
  readonly processId: number;
  /** True when a process of this id runs. */
  readonly isAlive: (processId: number) => boolean;
  /** Calls back once after the time, without keeping the program alive; answers what takes that back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
  /** Starts a process that outlives us and removes the containers that nobody uses; for an `exit` handler. */
  readonly reap: (order: ReapOrder) => void;
}

/** Variable in which the reaping process finds its {@link ReapOrder} as JSON. */
export const REAP_ORDER = 'MEDIACONDUIT_REAP_ORDER';

/** What is left to do when a process exits without closing its engine. */
export interface ReapOrder {
  readonly address: DockerAddress;
  readonly home: string;
  readonly homeId: string;
  /** Names of the containers this process used. */
  readonly names: readonly string[];
}

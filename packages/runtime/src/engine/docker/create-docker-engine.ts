import { availableParallelism, homedir, totalmem } from 'node:os';
import { SILENT_LOGGER, type Logger } from '@mediaconduit/sdk';
import { KernelLock } from '../../lock/kernel-lock';
import { findLockCommand } from '../../lock/lock-command';
import { DockerEngine } from './docker-engine';
import type { DockerEngineOptions } from './docker-engine-options';
import { createDockerodeClient } from './dockerode-client';
import { findDocker } from './find-docker';
import { pingDocker } from './ping-docker';
import { spawnReaper } from './spawn-reaper';

/** What the composition root knows. */
export interface CreateDockerEngineOptions {
  /** Absolute path of the state folder. */
  readonly home: string;
  /** Tells the homes that share one engine apart. */
  readonly homeId: string;
  /** Where the engine is looked for, and the proxies and certificates of image builds. */
  readonly environment: NodeJS.ProcessEnv;
  /** Default: silent. */
  readonly log?: Logger;
}

/**
 * The engine `docker` for this machine. Nothing is connected or loaded before the first call that needs it.
 * Containers are shared by the processes of the home where the machine has `flock` or `perl`.
 */
export function createDockerEngine(options: CreateDockerEngineOptions): DockerEngine {
  return new DockerEngine(dockerEngineOptions(options));
}

/** What such an engine is made with. */
export function dockerEngineOptions(options: CreateDockerEngineOptions): DockerEngineOptions {
  const { home, homeId, environment, log = SILENT_LOGGER } = options;
  const { platform } = process;
  const command = findLockCommand(environment['PATH'] ?? '', platform);
  return {
    home,
    homeId,
    log,
    environment,
    lock: command && new KernelLock(command),
    find: () => findDocker({ environment, userFolder: homedir(), platform, ping: pingDocker }),
    connect: createDockerodeClient,
    machine: { memoryBytes: totalmem(), cpus: availableParallelism() },
    processId: process.pid,
    isAlive,
    after: laterWithoutWaiting,
    reap: (order) => spawnReaper(order, environment),
  };
}

function isAlive(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function laterWithoutWaiting(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds).unref();
  return () => clearTimeout(timer);
}

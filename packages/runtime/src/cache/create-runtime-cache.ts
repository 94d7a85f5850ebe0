import type { EngineSet } from '../engine/engine-set';
import { KernelLock } from '../lock/kernel-lock';
import { findLockCommand } from '../lock/lock-command';
import { FolderUses } from './folder-uses';
import { RuntimeCache } from './runtime-cache';

/** What a runtime knows. */
export interface CreateRuntimeCacheOptions {
  readonly home: string;
  readonly engines: EngineSet;
  readonly environment: NodeJS.ProcessEnv;
}

/** The cache of a home, on this machine. */
export function createRuntimeCache({ engines, environment, home }: CreateRuntimeCacheOptions): RuntimeCache {
  const command = findLockCommand(environment['PATH'] ?? '', process.platform);
  return new RuntimeCache({ home, engines, uses: new FolderUses(home), lock: command && new KernelLock(command) });
}

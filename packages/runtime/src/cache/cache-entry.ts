import type { EngineName } from '@mediaconduit/sdk';

/**
 * One thing that can be removed from what services have downloaded: an item of a cache folder (a model), a store whose
 * parts belong together, a volume of Docker, an environment of Python packages.
 */
export interface CacheEntry {
  /** Id of the service. An environment of Python packages may serve others with the same packages too. */
  readonly service: string;
  readonly engine: EngineName;
  readonly kind: 'item' | 'store' | 'volume' | 'python';
  /** Unique within the service and the engine. */
  readonly name: string;
  /** Absolute path of what the entry is. */
  readonly path?: string;
  /** Name of the volume in the engine. */
  readonly volume?: string;
  /** Absent where it cannot be measured. */
  readonly sizeBytes?: number;
  /** When something in it last changed, or a volume was made; ISO 8601. */
  readonly modifiedAt?: string;
  readonly inUse: boolean;
}

/** How an entry is written: `whisper-service/base`. */
export function cacheEntryLabel({ name, service }: CacheEntry): string {
  return `${service}/${name}`;
}

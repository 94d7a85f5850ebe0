import type { Media, MediaClass, MediaMetadata, MediaRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';

/** Something that can be asked for media values. */
export type Asset = MediaRole;

/** Stands for the type where it is re-exported without `type`. */
export const Asset = interfaceValue('Asset');

/** The class above all assets. */
export abstract class BaseAsset implements MediaRole {
  metadata: MediaMetadata;

  constructor(metadata: MediaMetadata = {}) {
    this.metadata = metadata;
  }

  abstract asRole<M extends Media>(role: MediaClass<M>, modelId?: string): M | Promise<M>;

  abstract canPlayRole(role: MediaClass<Media> | string): boolean;

  /** True unless it is known to be empty. */
  isValid(): boolean {
    return true;
  }
}

import type { Media, MediaClass } from './media';

/** Media values, and the assets of the original core. */
export interface MediaRole {
  /** @throws `MC_MEDIA_CAST` when it is of another kind. */
  asRole<M extends Media>(role: MediaClass<M>, modelId?: string): M | Promise<M>;
  /** True when {@link asRole} gives a value. */
  canPlayRole(role: MediaClass<Media> | string): boolean;
}

/** What can be asked for a text. */
export type TextRole = MediaRole;

/** What can be asked for a picture. */
export type ImageRole = MediaRole;

/** What can be asked for a sound. */
export type AudioRole = MediaRole;

/** What can be asked for a film. */
export type VideoRole = MediaRole;

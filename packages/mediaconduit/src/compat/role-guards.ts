import { Audio, Image, Text, Video, type Media, type MediaClass, type MediaRole } from '@mediaconduit/sdk';

/** True for a value or an asset that can be asked for a sound. */
export const hasAudioRole = (value: unknown): value is MediaRole => plays(value, Audio);

/** True for a value or an asset that can be asked for a picture. */
export const hasImageRole = (value: unknown): value is MediaRole => plays(value, Image);

/** True for a value or an asset that can be asked for a text. */
export const hasTextRole = (value: unknown): value is MediaRole => plays(value, Text);

/** True for a value or an asset that can be asked for a film. */
export const hasVideoRole = (value: unknown): value is MediaRole => plays(value, Video);

/** The value or asset as that class, which is asked for it. @throws `MC_MEDIA_CAST`. */
export async function asRole<M extends Media>(value: MediaRole, role: MediaClass<M>, modelId?: string): Promise<M> {
  return value.asRole(role, modelId);
}

/** True when {@link asRole} gives a value. */
export function canPlayRole(value: unknown, role: MediaClass<Media>): boolean {
  return plays(value, role);
}

function plays(value: unknown, role: MediaClass<Media>): boolean {
  if (typeof value !== 'object' || value === null || !('canPlayRole' in value)) return false;
  return typeof value.canPlayRole === 'function' && (value as MediaRole).canPlayRole(role);
}

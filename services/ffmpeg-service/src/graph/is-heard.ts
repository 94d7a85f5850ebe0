import type { MediaFacts } from '../parameters/media-facts';
import type { Clip, Composition } from './composition';

/** Whether the sound of a clip is heard in the film. */
export function isHeard(clip: Clip, { mute }: Pick<Composition, 'mute'>, media: readonly MediaFacts[]): boolean {
  const isMute = clip.mute === true || mute === true;
  return !isMute && media[clip.input]?.audio !== undefined;
}

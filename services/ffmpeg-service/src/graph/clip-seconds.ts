import type { MediaFacts } from '../parameters/media-facts';
import { PICTURE_SECONDS, type Clip } from './composition';
import { rangeSeconds } from './time-range';

/** How long a clip lasts in the result; `undefined` when its file does not say. */
export function clipSeconds(clip: Clip, facts: MediaFacts | undefined): number | undefined {
  const { speed = 1 } = clip;
  const seconds = facts?.isImage
    ? (rangeSeconds(clip, undefined) ?? PICTURE_SECONDS)
    : rangeSeconds(clip, facts?.duration);
  return seconds === undefined ? undefined : seconds / speed;
}

import type { MediaFacts } from '../parameters/media-facts';
import type { Clip, Composition } from './composition';
import { clipSeconds } from './clip-seconds';
import { isHeard } from './is-heard';
import type { TimeRange } from './time-range';

/** Something that keeps a composition from being made. */
export interface CompositionProblem {
  /** `clips.0.input` */
  readonly path: string;
  readonly message: string;
}

const UNKNOWN_LENGTH = 'its length is unknown: give a duration';

/** Everything that is wrong, in the order in which it is written; what only the files tell is left out without `media`. */
export function compositionProblems(composition: Composition, media?: readonly MediaFacts[]): CompositionProblem[] {
  const { clips, overlays = [], audioTracks = [], transition = 0 } = composition;
  return [
    ...clips.flatMap((clip, index) => clipProblems(clip, `clips.${index}`, media)),
    ...(media ? lengthProblems(clips, transition, media) : []),
    ...(media && transition === 0 ? silenceProblems(composition, media) : []),
    ...overlays.flatMap((overlay, index) => {
      const path = `overlays.${index}`;
      const isOne = (overlay.input === undefined) !== (overlay.text === undefined);
      if (!isOne) return [{ path, message: 'an overlay has either an input or a text' }];
      const { from = 0, until } = overlay;
      const order = until !== undefined && until <= from ? [{ path, message: 'until must be after from' }] : [];
      return [...order, ...(overlay.input === undefined ? [] : inputProblems(overlay.input, path, 'video', media))];
    }),
    ...audioTracks.flatMap((track, index) => {
      const path = `audioTracks.${index}`;
      return [...rangeProblems(track, path), ...inputProblems(track.input, path, 'audio', media)];
    }),
  ];
}

function clipProblems(clip: Clip, path: string, media: readonly MediaFacts[] | undefined): CompositionProblem[] {
  const problems = [...rangeProblems(clip, path), ...inputProblems(clip.input, path, 'video', media)];
  const facts = media?.[clip.input];
  const { crop, start = 0 } = clip;
  if (crop && facts?.video && outside(crop, facts.video)) {
    const { width, height } = facts.video;
    problems.push({ path: `${path}.crop`, message: `the part lies outside the picture of ${width}x${height}` });
  }
  if (facts?.duration !== undefined && start >= facts.duration) {
    problems.push({ path: `${path}.start`, message: `the file ends at ${facts.duration} s` });
  }
  return problems;
}

function outside(
  { x = 0, y = 0, width, height }: NonNullable<Clip['crop']>,
  picture: { readonly width: number; readonly height: number },
): boolean {
  return x + width > picture.width || y + height > picture.height;
}

function rangeProblems({ start = 0, end }: TimeRange, path: string): CompositionProblem[] {
  return end !== undefined && end <= start ? [{ path: `${path}.end`, message: 'the end must be after the start' }] : [];
}

function inputProblems(
  input: number,
  path: string,
  needs: 'video' | 'audio',
  media: readonly MediaFacts[] | undefined,
): CompositionProblem[] {
  if (!media) return [];
  const facts = media[input];
  if (!facts) {
    return [{ path: `${path}.input`, message: `there is no file ${input}; ${media.length} were sent, counted from 0` }];
  }
  if (facts[needs]) return [];
  return [{ path: `${path}.input`, message: `file ${input} has no ${needs === 'video' ? 'picture' : 'sound'}` }];
}

/** Cross-fading needs to know where clips end, and clips that are long enough. */
function lengthProblems(
  clips: readonly Clip[],
  transition: number,
  media: readonly MediaFacts[],
): CompositionProblem[] {
  if (transition === 0 || clips.length < 2) return [];
  return clips.flatMap((clip, index) => {
    const seconds = clipSeconds(clip, media[clip.input]);
    if (seconds === undefined) return [{ path: `clips.${index}`, message: UNKNOWN_LENGTH }];
    const isShort = seconds <= transition;
    return isShort ? [{ path: `clips.${index}`, message: `it is shorter than the transition of ${transition} s` }] : [];
  });
}

/** Under joined pictures silence has to be as long as its clip: ffmpeg would go on with it for ever. */
function silenceProblems(composition: Composition, media: readonly MediaFacts[]): CompositionProblem[] {
  const { clips, audioTracks = [] } = composition;
  const hasSound = audioTracks.length > 0 || clips.some((clip) => isHeard(clip, composition, media));
  if (!hasSound || clips.length < 2) return [];
  return clips.flatMap((clip, index) => {
    const facts = media[clip.input];
    const isKnown = !facts || isHeard(clip, composition, media) || clipSeconds(clip, facts) !== undefined;
    return isKnown ? [] : [{ path: `clips.${index}`, message: UNKNOWN_LENGTH }];
  });
}

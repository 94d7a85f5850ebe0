import { fault, type BodyOf, type ReceivedFile } from '@mediaconduit/service-kit';
import type { Composition } from '../graph/composition';
import type { IMAGE_TO_VIDEO_PARAMETERS, VIDEO_TO_VIDEO_PARAMETERS } from '../parameters/video-parameters';
import type { Work } from './job';
import { makeFilm } from './make-film';

/** Options of `video-to-video`. */
export type VideoParameters = BodyOf<typeof VIDEO_TO_VIDEO_PARAMETERS>;

/** Options of `image-to-video`. */
export type SlideshowParameters = BodyOf<typeof IMAGE_TO_VIDEO_PARAMETERS>;

const DEFAULT_LOUDNESS_LUFS = -16;

/** Makes one film of films, with another sound or something laid over it when they come along. */
export function videoWork(parameters: VideoParameters): Work {
  const { normalize, loudness = DEFAULT_LOUDNESS_LUFS } = parameters;
  return async (job) => {
    const composition = parameters.composition ?? toComposition(parameters, job.files);
    const order = { composition, encoding: parameters, loudness: normalize === true ? loudness : undefined };
    return [await makeFilm(job, order)];
  };
}

/** Makes a film of pictures. */
export function slideshowWork(parameters: SlideshowParameters): Work {
  return async (job) => {
    const [images, sounds] = split(job.files, 'audio');
    const { seconds = 3, durations = [], fit, width, height, fps, transition, fadeIn, fadeOut, volume } = parameters;
    if (durations.length > 0 && durations.length !== images.length) {
      const message = `durations has ${durations.length} entries, and there are ${images.length} pictures`;
      throw fault('invalid-options', message, { hint: 'give one for each picture' });
    }
    const composition: Composition = {
      clips: images.map((input, index) => ({ input, duration: durations[index] ?? seconds, fit })),
      audioTracks: sounds.map((input) => ({ input })),
      ...{ width, height, fps, transition, fadeIn, fadeOut, volume },
    };
    return [await makeFilm(job, { composition, encoding: parameters })];
  };
}

function toComposition(parameters: VideoParameters, files: readonly ReceivedFile[]): Composition {
  const { start, end, duration, crop, rotate, flip, speed, fit, mute, audio = 'replace', overlay } = parameters;
  const [rest, sounds] = split(files, 'audio');
  const overlays = rest.filter((input) => files[input]?.field === 'overlay');
  const films = rest.filter((input) => files[input]?.field !== 'overlay');
  if (films.length > 1 && (start ?? end ?? duration) !== undefined) {
    throw fault('invalid-options', 'start, end and duration are for one film', {
      hint: 'cut several films with a composition, clip by clip',
    });
  }
  const { width, height, fps, transition, volume, fadeIn, fadeOut } = parameters;
  return {
    clips: films.map((input) => ({ input, start, end, duration, crop, rotate, flip, speed, fit })),
    overlays: overlays.map((input) => ({ ...overlay, input })),
    audioTracks: sounds.map((input) => ({ input })),
    mute: mute === true || (sounds.length > 0 && audio === 'replace'),
    ...{ width, height, fps, transition, volume, fadeIn, fadeOut },
  };
}

/** Numbers of the files that are not under a name of the form, and of those that are. */
function split(files: readonly ReceivedFile[], name: string): [others: number[], named: number[]] {
  const numbers = files.map((_file, index) => index);
  return [
    numbers.filter((index) => files[index]?.field !== name),
    numbers.filter((index) => files[index]?.field === name),
  ];
}

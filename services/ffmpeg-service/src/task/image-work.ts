import { fault, type BodyOf } from '@mediaconduit/service-kit';
import { INPUT_GUARD } from '../ffmpeg/input-guard';
import { filter } from '../graph/filter';
import { fitFilters, wantedSize, type Size } from '../graph/picture-filters';
import { rangeSeconds } from '../graph/time-range';
import type { VIDEO_TO_IMAGE_PARAMETERS } from '../parameters/video-parameters';
import { imageSwitches } from './encoder-switches';
import type { Job, MadeFile, Work } from './job';
import { outputFormat } from './output-format';
import { requireInside, requirePicture } from './require-media';
import { resultName } from './result-name';
import { isWritten, probeResult } from './write-plan';

/** Options of `video-to-image`. */
export type ImageParameters = BodyOf<typeof VIDEO_TO_IMAGE_PARAMETERS>;

const DEFAULT_COUNT = 9;
const MAX_COUNT = 1000;
const DEFAULT_COLUMNS = 3;
const DEFAULT_SPRITE_WIDTH = 160;

/** Takes pictures out of a film. */
export function imageWork(parameters: ImageParameters): Work {
  const { kind = 'frame' } = parameters;
  if (kind === 'frame') requireOne(parameters);
  return async (job) => {
    requirePicture(job);
    if (kind === 'frame') {
      const name = await writeFrame(job, parameters, frameTime(job, parameters), 0);
      return [await describeFrame(job, parameters, name, 0)];
    }
    requireInside(job, 'start', parameters.start ?? 0);
    return kind === 'thumbnails' ? takeThumbnails(job, parameters) : [await makeSprite(job, parameters)];
  };
}

/** @throws `invalid-options` for options of several pictures. */
function requireOne(parameters: ImageParameters): void {
  const option = (['count', 'every', 'columns'] as const).find((name) => parameters[name] !== undefined);
  if (option === undefined) return;
  throw fault('invalid-options', `${option} is for several pictures, and kind "frame" gives one`, {
    hint: 'choose kind "thumbnails" for several pictures, or "sprite" for several on one sheet',
  });
}

/** The middle of the wanted frame, so that rounding cannot give its neighbour. */
function frameTime(job: Job, { time, frame }: ImageParameters): number {
  const { duration, video } = job.media[0] ?? {};
  if (frame !== undefined && video?.fps !== undefined) {
    requireInside(job, 'frame', frame / video.fps);
    return Math.max(0, (frame - 0.5) / video.fps);
  }
  if (time !== undefined) requireInside(job, 'time', time);
  return time ?? Math.min(1, (duration ?? 0) / 2);
}

async function writeFrame(job: Job, parameters: ImageParameters, time: number, index: number): Promise<string> {
  const { format = 'png', quality } = parameters;
  const { muxer } = outputFormat(format);
  // without an extension: by that, ffmpeg would take the file for one of a series
  const name = `frame-${String(index).padStart(4, '0')}`;
  const filters = sizeFilters(job, parameters);
  await job.toolbox.encode({
    ...job,
    onProgress: undefined,
    argv: [
      ...INPUT_GUARD,
      ...(time > 0 ? ['-ss', time.toFixed(6)] : []),
      ...['-i', 'file:0', '-map', '0:v:0', '-frames:v', '1'],
      ...(filters.length === 0 ? [] : ['-vf', filters.join(',')]),
      ...imageSwitches(format, quality),
      ...(muxer === 'image2' ? ['-update', '1'] : []),
      ...['-f', muxer, name],
    ],
  });
  return name;
}

async function describeFrame(
  job: Job,
  { format = 'png' }: ImageParameters,
  name: string,
  index: number,
): Promise<MadeFile> {
  const { contentType, extension } = outputFormat(format);
  const stem = index === 0 ? '' : `-${index + 1}`;
  const fileName = resultName(job.files[0]?.fileName, extension).replace(/(\.[^.]+)$/, `${stem}$1`);
  return { name, fileName, contentType, facts: await probeResult(job, name) };
}

/** One by one: to jump to a place costs far less than to decode everything before it. */
async function takeThumbnails(job: Job, parameters: ImageParameters): Promise<MadeFile[]> {
  const times = thumbnailTimes(job, parameters);
  const made: MadeFile[] = [];
  for (const [index, time] of times.entries()) {
    const name = await writeFrame(job, parameters, time, index);
    if (made.length > 0 && !(await isWritten(job, name))) break; // the picture ends before the sound
    made.push(await describeFrame(job, parameters, name, index));
    job.report((index + 1) / times.length);
  }
  return made;
}

function thumbnailTimes(job: Job, parameters: ImageParameters): number[] {
  const { start = 0, every, count = DEFAULT_COUNT } = parameters;
  const seconds = rangeSeconds(parameters, job.media[0]?.duration) ?? 0;
  if (every !== undefined) {
    const fitting = Math.min(MAX_COUNT, Math.max(1, Math.ceil(seconds / every)));
    return Array.from({ length: fitting }, (_, index) => start + index * every);
  }
  return Array.from({ length: count }, (_, index) => start + ((index + 0.5) * seconds) / count);
}

async function makeSprite(job: Job, parameters: ImageParameters): Promise<MadeFile> {
  const { width = DEFAULT_SPRITE_WIDTH, columns = DEFAULT_COLUMNS, format = 'jpg', quality } = parameters;
  const thumbnails = await takeThumbnails(job, { ...parameters, width, format: 'png' });
  const { muxer, contentType, extension } = outputFormat(format);
  const name = 'sprite';
  const rows = Math.ceil(thumbnails.length / columns);
  const tile = filter('tile', { layout: `${Math.min(columns, thumbnails.length)}x${rows}` });
  await job.toolbox.encode({
    ...job,
    onProgress: undefined,
    argv: [
      ...['-f', 'image2', '-c:v', 'png', '-i', 'frame-%04d', '-vf', tile, '-frames:v', '1'],
      ...imageSwitches(format, quality),
      ...(muxer === 'image2' ? ['-update', '1'] : []),
      ...['-f', muxer, name],
    ],
  });
  const fileName = resultName(job.files[0]?.fileName, extension);
  return { name, fileName, contentType, facts: await probeResult(job, name) };
}

function sizeFilters(job: Job, { width, height, fit }: ImageParameters): string[] {
  const own: Size = job.media[0]?.video ?? { width: 2, height: 2 };
  if (width === undefined && height === undefined) return [];
  return fitFilters(fit, wantedSize({ width, height }, own));
}

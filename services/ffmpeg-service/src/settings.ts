import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceStartError } from '@mediaconduit/service-kit';

/** What the environment says about the service. */
export interface Settings {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  readonly scratchFolder: string;
  readonly concurrency: number;
  readonly maxWaiting: number;
  readonly outputKeepMs: number;
}

const DEFAULT_WAITING = 32;
const DEFAULT_KEEP_SECONDS = 60;

/** @throws {@link ServiceStartError} naming the variable that is wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    ffmpeg: environment['FFMPEG_PATH'] || 'ffmpeg',
    ffprobe: environment['FFPROBE_PATH'] || 'ffprobe',
    scratchFolder: environment['SCRATCH_DIR'] || join(tmpdir(), `mediaconduit-ffmpeg-${process.getuid?.() ?? 'user'}`),
    concurrency: positive('FFMPEG_CONCURRENCY', environment, availableParallelism()),
    maxWaiting: positive('FFMPEG_MAX_WAITING', environment, DEFAULT_WAITING),
    outputKeepMs: 1000 * positive('OUTPUT_KEEP_SECONDS', environment, DEFAULT_KEEP_SECONDS),
  };
}

function positive(name: string, environment: NodeJS.ProcessEnv, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new ServiceStartError(`${name} must be a whole number from 1 to 999999, not "${text}"`);
}

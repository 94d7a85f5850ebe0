import { fault, HttpError } from '@mediaconduit/service-kit';
import type { ProgramEnd } from './run-program';

/** Lines of ffmpeg that say nothing by themselves. */
const EMPTY_TALK = /^(?:Last message repeated|Conversion failed|Error (?:re)?initializing|\s*$)/;

interface Rule {
  readonly said: RegExp;
  readonly toFault: (detail: string) => HttpError;
}

const extra = (detail: string): { extra: { detail: string } } => ({ extra: { detail } });

const RULES: readonly Rule[] = [
  {
    said: /No space left on device|Disk quota exceeded/,
    toFault: (detail) =>
      fault('no-space', 'there is no space left for the result', {
        hint: 'free some space, or give the service a larger scratch folder (SCRATCH_DIR)',
        ...extra(detail),
      }),
  },
  {
    said: /Cannot allocate memory|out of memory|Failed to allocate|std::bad_alloc/i,
    toFault: (detail) => outOfMemory(detail),
  },
  { said: /not on whitelist/, toFault: (detail) => refusedFormat(detail) },
  {
    said: /matches no streams|does not contain any stream|No such stream/,
    toFault: (detail) =>
      fault('invalid-input', 'the file lacks the picture or the sound that this work needs', extra(detail)),
  },
  {
    said: /Invalid data found|moov atom not found|could not find codec parameters|Header missing|EBML header parsing failed/i,
    toFault: (detail) => broken(detail),
  },
  {
    said: /width not divisible|too large|Picture size .* is invalid|Invalid too big|Invalid argument|not supported|unsupported/i,
    toFault: (detail) =>
      fault('invalid-options', 'ffmpeg cannot do that with these options and this file', {
        hint: 'choose another size, codec or format',
        ...extra(detail),
      }),
  },
];

/** What a user gets to read when ffmpeg failed; its own last words are in `detail`. */
export function ffmpegFault({ endedBy, stderr }: Omit<ProgramEnd, 'stdout'>): HttpError {
  const detail = lastWords(stderr);
  if (endedBy === 'SIGKILL') return outOfMemory(detail);
  if (endedBy !== null) return ended(endedBy, detail);
  const rule = RULES.find(({ said }) => said.test(stderr));
  return rule?.toFault(detail) ?? new HttpError(500, 'ffmpeg failed', { code: 'ffmpeg-failed', ...extra(detail) });
}

/** What a user gets to read about a file that ffprobe cannot read. */
export function unreadableInput(stderr: string, what: string): HttpError {
  const detail = lastWords(stderr);
  return /not on whitelist/.test(stderr) ? refusedFormat(detail, what) : broken(detail, what);
}

function broken(detail: string, what = 'the file'): HttpError {
  return fault('invalid-input', `${what} is broken, not whole, or no media that ffmpeg can read`, {
    hint: 'play the file in a player to see whether it is whole',
    ...extra(detail),
  });
}

function refusedFormat(detail: string, what = 'the file'): HttpError {
  return fault('invalid-input', `${what} is a playlist, a document, or of a format that is not taken`, {
    hint: 'give the media file itself',
    ...extra(detail),
  });
}

function ended(signal: NodeJS.Signals, detail: string): HttpError {
  return new HttpError(500, `ffmpeg was ended by ${signal}`, {
    code: 'ffmpeg-failed',
    hint: 'try again; when it ends in the same way, another version of ffmpeg may be able to do it',
    ...extra(detail),
  });
}

/** Nobody but the kernel kills ffmpeg while its caller still waits. */
export function outOfMemory(detail = ''): HttpError {
  return fault('out-of-memory', 'ffmpeg was ended because there is not enough memory', {
    hint: 'choose a smaller picture, or give the service more memory',
    ...extra(detail),
  });
}

/** The last line with a meaning, without addresses of memory. */
export function lastWords(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => !EMPTY_TALK.test(line.trim()));
  return (lines.at(-1) ?? '')
    .replaceAll(/ @ 0x[0-9a-f]+/g, '')
    .trim()
    .slice(0, 300);
}

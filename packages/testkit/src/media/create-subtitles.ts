/** One line of subtitles. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

const CUES: readonly Cue[] = [
  { startMs: 0, endMs: 1200, text: 'Hello.' },
  { startMs: 1500, endMs: 3_000, text: 'This is a sample.' },
];

/** Subtitles in SubRip. Default: two lines of English. */
export function createSrt(cues: readonly Cue[] = CUES): string {
  const blocks = cues.map(
    ({ endMs, startMs, text }, index) => `${index + 1}\n${timeOf(startMs, ',')} --> ${timeOf(endMs, ',')}\n${text}\n`,
  );
  return blocks.join('\n');
}

/** Subtitles in WebVTT. Default: two lines of English. */
export function createVtt(cues: readonly Cue[] = CUES): string {
  const blocks = cues.map(({ endMs, startMs, text }) => `${timeOf(startMs, '.')} --> ${timeOf(endMs, '.')}\n${text}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** `00:01:02,003` */
function timeOf(ms: number, point: string): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = ms / 1000;
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${time}${point}${String(ms % 1000).padStart(3, '0')}`;
}

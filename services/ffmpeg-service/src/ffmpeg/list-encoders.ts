/** What an ffmpeg can write. */
export interface Encoders {
  readonly version: string;
  readonly video: readonly string[];
  readonly audio: readonly string[];
  /** Those among `video` that need a device. Whether this machine has it only a run shows. */
  readonly hardware: readonly string[];
}

const HARDWARE = /_(nvenc|vaapi|qsv|amf|videotoolbox|v4l2m2m|omx|mf)$/;

/** Reads the banner of ffmpeg and its list of encoders. */
export function listEncoders(banner: string, encodersText: string): Encoders {
  const names = (kind: 'V' | 'A'): string[] =>
    encodersText
      .split('\n')
      .flatMap((line) => new RegExp(`^ ${kind}[A-Z.]{5} ([a-zA-Z0-9_-]+) `).exec(line)?.[1] ?? []);
  const video = names('V');
  return {
    version: /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown',
    video,
    audio: names('A'),
    hardware: video.filter((name) => HARDWARE.test(name)),
  };
}

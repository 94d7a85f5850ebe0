/** How a kind of file is written. */
export interface OutputFormat {
  /** What ffmpeg calls it. */
  readonly muxer: string;
  readonly contentType: string;
  readonly extension: string;
  /** Encoders by default. */
  readonly video?: VideoCodec;
  readonly audio?: AudioCodec;
  readonly switches?: readonly string[];
}

/** Codecs of a picture by the names that callers use, with their encoders. */
export const VIDEO_ENCODERS = {
  h264: 'libx264',
  h265: 'libx265',
  vp8: 'libvpx',
  vp9: 'libvpx-vp9',
  av1: 'libsvtav1',
  mpeg4: 'mpeg4',
} as const;

/** Codecs of a sound by the names that callers use, with their encoders. */
export const AUDIO_ENCODERS = {
  aac: 'aac',
  mp3: 'libmp3lame',
  opus: 'libopus',
  vorbis: 'libvorbis',
  flac: 'flac',
  pcm: 'pcm_s16le',
} as const;

/** One key of {@link VIDEO_ENCODERS}. */
export type VideoCodec = keyof typeof VIDEO_ENCODERS;

/** One key of {@link AUDIO_ENCODERS}. */
export type AudioCodec = keyof typeof AUDIO_ENCODERS;

/** The index of an mp4 at its beginning, so that players can start at once. */
const FAST_START = ['-movflags', '+faststart'];

/** Every format that a caller may name. */
export const OUTPUT_FORMATS = {
  mp3: { muxer: 'mp3', contentType: 'audio/mpeg', extension: 'mp3', audio: 'mp3' },
  wav: { muxer: 'wav', contentType: 'audio/wav', extension: 'wav', audio: 'pcm', switches: ['-rf64', 'auto'] },
  flac: { muxer: 'flac', contentType: 'audio/flac', extension: 'flac', audio: 'flac' },
  m4a: { muxer: 'ipod', contentType: 'audio/mp4', extension: 'm4a', audio: 'aac', switches: FAST_START },
  aac: { muxer: 'adts', contentType: 'audio/aac', extension: 'aac', audio: 'aac' },
  ogg: { muxer: 'ogg', contentType: 'audio/ogg', extension: 'ogg', audio: 'vorbis' },
  opus: { muxer: 'opus', contentType: 'audio/ogg', extension: 'opus', audio: 'opus' },
  mp4: {
    muxer: 'mp4',
    contentType: 'video/mp4',
    extension: 'mp4',
    video: 'h264',
    audio: 'aac',
    switches: FAST_START,
  },
  webm: { muxer: 'webm', contentType: 'video/webm', extension: 'webm', video: 'vp9', audio: 'opus' },
  mkv: { muxer: 'matroska', contentType: 'video/x-matroska', extension: 'mkv', video: 'h264', audio: 'aac' },
  mov: {
    muxer: 'mov',
    contentType: 'video/quicktime',
    extension: 'mov',
    video: 'h264',
    audio: 'aac',
    switches: FAST_START,
  },
  gif: { muxer: 'gif', contentType: 'image/gif', extension: 'gif' },
  png: { muxer: 'image2', contentType: 'image/png', extension: 'png' },
  jpg: { muxer: 'image2', contentType: 'image/jpeg', extension: 'jpg' },
  webp: { muxer: 'webp', contentType: 'image/webp', extension: 'webp' },
} as const satisfies Record<string, OutputFormat>;

/** One key of {@link OUTPUT_FORMATS}. */
export type FormatName = keyof typeof OUTPUT_FORMATS;

/** The description of a format, without the types of its literal. */
export function outputFormat(name: FormatName): OutputFormat {
  return OUTPUT_FORMATS[name];
}

import { fault } from '@mediaconduit/service-kit';
import type { BodyOf } from '@mediaconduit/service-kit';
import type { Encoders } from '../ffmpeg/list-encoders';
import type { SoundParameters } from '../graph/build-sound';
import type { VIDEO_TO_VIDEO_PARAMETERS } from '../parameters/video-parameters';
import { AUDIO_ENCODERS, outputFormat, VIDEO_ENCODERS, type FormatName } from './output-format';

/** How a film is written. */
export type EncodingParameters = Pick<
  BodyOf<typeof VIDEO_TO_VIDEO_PARAMETERS>,
  'format' | 'videoCodec' | 'audioCodec' | 'encoder' | 'crf' | 'preset' | 'videoBitrateKbps' | 'audioBitrateKbps'
>;

/** Which streams a film has before it is written. */
export interface EncodedStreams {
  readonly hasAudio: boolean;
}

/** What these encoders want to be told so that they are neither slow nor of no use. */
const ENCODER_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  'libvpx-vp9': ['-row-mt', '1', '-cpu-used', '4', '-deadline', 'good'],
  libvpx: ['-cpu-used', '4', '-deadline', 'good'],
  libsvtav1: ['-preset', '8'],
};
const CONSTANT_QUALITY = new Set(['libvpx-vp9', 'libvpx', 'libsvtav1']);
const DEFAULT_VPX_CRF = 32;
const WITH_PRESETS = new Set(['libx264', 'libx265']);

/** The switches for the encoders of a film. @throws `invalid-options` for an encoder that this ffmpeg lacks. */
export function filmSwitches(
  parameters: EncodingParameters,
  { hasAudio }: EncodedStreams,
  encoders: Encoders,
): string[] {
  const { format = 'mp4' } = parameters;
  if (format === 'gif') return ['-c:v', 'gif', '-an'];
  return [
    ...pictureSwitches(parameters, format, encoders),
    ...(hasAudio ? audioSwitches(parameters, format, encoders) : []),
  ];
}

function pictureSwitches(parameters: EncodingParameters, format: FormatName, encoders: Encoders): string[] {
  const { videoCodec = outputFormat(format).video ?? 'h264', crf, preset, videoBitrateKbps } = parameters;
  if (videoCodec === 'copy' && parameters.encoder === undefined) return ['-c:v', 'copy'];
  const encoder = parameters.encoder ?? VIDEO_ENCODERS[videoCodec === 'copy' ? 'h264' : videoCodec];
  requireEncoder(encoder, 'video', encoders);
  const isHardware = encoders.hardware.includes(encoder);
  return [
    '-c:v',
    encoder,
    ...(isHardware ? [] : ['-pix_fmt', 'yuv420p']),
    ...(ENCODER_DEFAULTS[encoder] ?? []),
    ...qualitySwitches(encoder, crf, videoBitrateKbps),
    ...(preset !== undefined && WITH_PRESETS.has(encoder) ? ['-preset', preset] : []),
    // players of Apple know h265 under this name only
    ...(encoder === 'libx265' && (format === 'mp4' || format === 'mov') ? ['-tag:v', 'hvc1'] : []),
  ];
}

function qualitySwitches(encoder: string, crf: number | undefined, bitrateKbps: number | undefined): string[] {
  if (bitrateKbps !== undefined) return ['-b:v', `${bitrateKbps}k`];
  const quality = crf ?? (CONSTANT_QUALITY.has(encoder) ? DEFAULT_VPX_CRF : undefined);
  if (quality === undefined) return [];
  return [...(encoder.startsWith('libvpx') ? ['-b:v', '0'] : []), '-crf', String(quality)];
}

function audioSwitches(parameters: EncodingParameters, format: FormatName, encoders: Encoders): string[] {
  const { audioCodec = outputFormat(format).audio ?? 'aac', audioBitrateKbps } = parameters;
  if (audioCodec === 'none') return [];
  if (audioCodec === 'copy') return ['-c:a', 'copy'];
  const encoder = AUDIO_ENCODERS[audioCodec];
  requireEncoder(encoder, 'audio', encoders);
  return ['-c:a', encoder, ...(audioBitrateKbps === undefined ? [] : ['-b:a', `${audioBitrateKbps}k`])];
}

/** The switches for the encoder of a sound. */
export function soundSwitches(parameters: SoundParameters, encoders: Encoders): string[] {
  const { format = 'mp3', sampleRateHz, channels, bitrateKbps } = parameters;
  const codec = outputFormat(format).audio ?? 'mp3';
  const encoder = AUDIO_ENCODERS[codec];
  requireEncoder(encoder, 'audio', encoders);
  return [
    '-vn',
    '-c:a',
    encoder,
    ...(sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)]),
    ...(channels === undefined ? [] : ['-ac', String(channels)]),
    ...(bitrateKbps === undefined || codec === 'pcm' || codec === 'flac' ? [] : ['-b:a', `${bitrateKbps}k`]),
  ];
}

const HIGHEST_JPEG_SCALE = 31;

/** The switches for a picture of a quality from 1 to 100. */
export function imageSwitches(format: 'png' | 'jpg' | 'webp', quality = 90): string[] {
  if (format === 'png') return ['-c:v', 'png'];
  if (format === 'webp') return ['-c:v', 'libwebp', '-quality', String(quality)];
  const scale = Math.round(HIGHEST_JPEG_SCALE - ((HIGHEST_JPEG_SCALE - 1) * quality) / 100);
  return ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', String(Math.max(1, scale))];
}

function requireEncoder(name: string, kind: 'video' | 'audio', encoders: Encoders): void {
  if (encoders[kind].includes(name)) return;
  throw fault('invalid-options', `this ffmpeg (${encoders.version}) has no ${kind} encoder ${JSON.stringify(name)}`, {
    hint: 'GET /capabilities lists what it has',
  });
}

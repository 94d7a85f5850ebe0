import type { AudioFacts, MediaFacts, StreamFacts, VideoFacts } from '../parameters/media-facts';
import { parseFraction } from './parse-fraction';

/** What ffprobe prints about one stream; every field may be missing. */
interface ProbedStream {
  readonly index?: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly channels?: number;
  readonly sample_rate?: string;
  readonly bit_rate?: string;
  readonly duration?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly disposition?: Readonly<Record<string, number>>;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/** The JSON that ffprobe prints. */
export interface Probed {
  readonly format?: {
    readonly format_name?: string;
    readonly duration?: string;
    readonly bit_rate?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly streams?: readonly ProbedStream[];
  readonly packets?: readonly { readonly side_data_list?: readonly { readonly side_data_type?: string }[] }[];
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  'mov,mp4,m4a,3gp,3g2,mj2': 'mp4',
  'matroska,webm': 'mkv',
  jpeg: 'jpg',
  asf: 'wmv',
};

/** Facts from what ffprobe printed. */
export function readFacts(probed: Probed, sizeBytes: number): MediaFacts {
  const { format = {}, streams = [], packets = [] } = probed;
  const name = format.format_name ?? '';
  const isImage = /_pipe$|^image2$/.test(name);
  const film = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.['attached_pic'] !== 1);
  const sound = streams.find((stream) => stream.codec_type === 'audio');
  return {
    format: shortName(name, streams),
    duration: isImage ? undefined : (positive(format.duration) ?? positive(film?.duration ?? sound?.duration)),
    sizeBytes,
    bitrate: positive(format.bit_rate),
    isImage,
    isEncrypted: packets.some((packet) =>
      packet.side_data_list?.some((data) => data.side_data_type === 'Encryption info'),
    ),
    video: film && { ...videoFacts(film), ...(isImage ? { fps: undefined, fpsFraction: undefined } : {}) },
    audio: sound && audioFacts(sound),
    streams: streams.map(streamFacts),
    tags: format.tags ?? {},
  };
}

function shortName(name: string, streams: readonly ProbedStream[]): string {
  const bare = name.replace(/_pipe$/, '');
  if (bare === 'matroska,webm' && streams.every(({ codec_name = '' }) => /^(vp[89]|av1|opus|vorbis)$/.test(codec_name)))
    return 'webm';
  if (bare.startsWith('mov,') && streams.every(({ codec_type }) => codec_type === 'audio')) return 'm4a';
  return SHORT_NAMES[bare] ?? bare.split(',', 1)[0] ?? bare;
}

function videoFacts(stream: ProbedStream): VideoFacts {
  const rotation =
    (((stream.side_data_list?.find((data) => data.rotation)?.rotation ?? 0) % 360) + 360) % 360 || undefined;
  const [width = 0, height = 0] = [stream.width, stream.height];
  const isUpright = rotation === undefined || rotation === 180;
  const fraction = [stream.avg_frame_rate, stream.r_frame_rate].find((text) => parseFraction(text) !== undefined);
  return {
    codec: stream.codec_name ?? 'unknown',
    width: isUpright ? width : height,
    height: isUpright ? height : width,
    fps: parseFraction(fraction),
    fpsFraction: fraction,
    rotation,
    pixelFormat: stream.pix_fmt,
  };
}

function audioFacts(stream: ProbedStream): AudioFacts {
  return {
    codec: stream.codec_name ?? 'unknown',
    channels: stream.channels ?? 0,
    sampleRateHz: Number(stream.sample_rate ?? 0),
  };
}

function streamFacts(stream: ProbedStream, index: number): StreamFacts {
  return {
    index: stream.index ?? index,
    type: stream.codec_type ?? 'unknown',
    codec: stream.codec_name,
    language: stream.tags?.['language'],
    bitrate: positive(stream.bit_rate),
  };
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

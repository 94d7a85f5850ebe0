import { encodeH264 } from './encode-h264';
import { box, fullBox, latin1, u16, u32 } from './mp4-box';
import { durationOf, FILE_TIMESCALE, IDENTITY, trackBox, type Mp4Track } from './mp4-track';
import { readPicture, type Picture, type PictureOptions } from './picture';
import { requireNumbers } from './require-number';
import { readSound } from './sound';

/** What a film shows. Width and height are even. */
export interface FilmOptions extends PictureOptions {
  /** Playing time in seconds. Default 1. */
  readonly seconds?: number;
  /** Default 10. */
  readonly framesPerSecond?: number;
  /** Pitch of its sound in Hz; 0 is silence. Default: it has no sound. */
  readonly toneHz?: number;
}

interface TrackWithBytes {
  readonly track: Mp4Track;
  readonly bytes: Buffer;
}

const TYPE = box('ftyp', latin1('isom'), u32(0x200), latin1('isomiso2avc1mp41qt  '));
const DPI_72 = 0x480000;
const SAMPLE_RATE_HZ = 16_000;

/**
 * An MP4 that any player shows: H.264 (baseline, every picture a key picture, not compressed: 1.5 bytes a pixel and
 * picture) and, with a tone, PCM. The same bytes for the same options. @throws `MC_OPTIONS_INVALID`
 */
export function createMp4(options: FilmOptions = {}): Buffer {
  const { framesPerSecond = 10, seconds = 1, toneHz } = options;
  const picture = readPicture(options);
  requireNumbers(
    { seconds, framesPerSecond, 'width / 2': picture.width / 2, 'height / 2': picture.height / 2 },
    {
      seconds: { min: 0.1, max: 60, whole: false },
      framesPerSecond: { min: 1, max: 60 },
      'width / 2': { min: 1, max: 512 },
      'height / 2': { min: 1, max: 512 },
    },
  );
  const film = filmOf(picture, Math.max(1, Math.round(seconds * framesPerSecond)), framesPerSecond);
  const tracks = toneHz === undefined ? [film] : [film, soundOf(seconds, toneHz)];
  const withoutOffsets = headerOf(tracks, 0);
  const data = box('mdat', ...tracks.map(({ bytes }) => bytes));
  const firstByte = TYPE.length + withoutOffsets.length + 8;
  return Buffer.concat([TYPE, headerOf(tracks, firstByte), data]);
}

function headerOf(tracks: readonly TrackWithBytes[], firstByte: number): Buffer {
  const duration = Math.max(...tracks.map(({ track }) => durationOf(track)));
  const rate = 0x10000;
  const header = fullBox(
    'mvhd',
    0,
    u32(0, 0, FILE_TIMESCALE, duration, rate),
    u16(0x0100, 0),
    u32(0, 0),
    IDENTITY,
    u32(0, 0, 0, 0, 0, 0, tracks.length + 1),
  );
  let offset = firstByte;
  const boxes = tracks.map(({ bytes, track }, index) => {
    const described = trackBox(track, index + 1, offset);
    offset += bytes.length;
    return described;
  });
  return box('moov', header, ...boxes);
}

function filmOf(picture: Picture, count: number, framesPerSecond: number): TrackWithBytes {
  const { configuration, frames } = encodeH264(picture);
  const { height, width } = picture;
  const samples = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? frames[0] : frames[1]));
  const coding = box(
    'avc1',
    ...[u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(width, height), u32(DPI_72, DPI_72, 0), u16(1), Buffer.alloc(32)],
    ...[u16(24, 0xffff), box('avcC', configuration)],
  );
  const sampleSizes = samples.map(({ length }) => length);
  const time = { timescale: framesPerSecond, sampleDuration: 1 };
  const track: Mp4Track = { kind: 'vide', coding, ...time, sampleSizes, width, height };
  return { track, bytes: Buffer.concat(samples) };
}

function soundOf(seconds: number, toneHz: number): TrackWithBytes {
  const { channels, pcm, sampleRateHz } = readSound({ seconds, toneHz, sampleRateHz: SAMPLE_RATE_HZ });
  const littleEndian = 'sowt';
  const coding = box(
    littleEndian,
    ...[u32(0), u16(0, 1), u32(0, 0), u16(channels, 16, 0, 0), u32(sampleRateHz * 0x10000)],
  );
  const each = channels * 2;
  const sampleSizes = { each, count: pcm.length / each };
  const track: Mp4Track = { kind: 'soun', coding, timescale: sampleRateHz, sampleDuration: 1, sampleSizes };
  return { track, bytes: pcm };
}

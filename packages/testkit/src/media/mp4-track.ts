import { box, fullBox, latin1, u16, u32 } from './mp4-box';

/** One track of an MP4 file, whose bytes stand together. */
export interface Mp4Track {
  readonly kind: 'vide' | 'soun';
  /** How its bytes are coded (`stsd`). */
  readonly coding: Buffer;
  /** Units of time in a second. */
  readonly timescale: number;
  /** Of each sample, in those units. */
  readonly sampleDuration: number;
  /** In bytes: one for each sample, or one for all `count` of them. */
  readonly sampleSizes: readonly number[] | { readonly each: number; readonly count: number };
  readonly width?: number;
  readonly height?: number;
}

/** Units of time in a second of the whole file. */
export const FILE_TIMESCALE = 1000;

/** No turning and no scaling. */
export const IDENTITY = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

const UNDETERMINED_LANGUAGE = 0x55c4;
const IN_THIS_FILE = fullBox('dref', 0, u32(1), fullBox('url ', 1));

/** Playing time in units of the file. */
export function durationOf({ sampleDuration, sampleSizes, timescale }: Mp4Track): number {
  return Math.round((countOf(sampleSizes) * sampleDuration * FILE_TIMESCALE) / timescale);
}

/** The description of a track whose bytes begin at an offset of the file. */
export function trackBox(track: Mp4Track, id: number, offset: number): Buffer {
  const { height = 0, kind, sampleDuration, sampleSizes, timescale, width = 0 } = track;
  const volume = kind === 'soun' ? 0x0100 : 0;
  const header = fullBox(
    'tkhd',
    0b11, // enabled, part of the film
    u32(0, 0, id, 0, durationOf(track), 0, 0),
    u16(0, 0, volume, 0),
    IDENTITY,
    u32(width * 0x10000, height * 0x10000),
  );
  const duration = countOf(sampleSizes) * sampleDuration;
  const time = fullBox('mdhd', 0, u32(0, 0, timescale, duration), u16(UNDETERMINED_LANGUAGE, 0));
  const handler = fullBox('hdlr', 0, u32(0), latin1(kind), u32(0, 0, 0), latin1('\0'));
  const nature = kind === 'vide' ? fullBox('vmhd', 1, u16(0, 0, 0, 0)) : fullBox('smhd', 0, u16(0, 0));
  const info = box('minf', nature, box('dinf', IN_THIS_FILE), samplesBox(track, offset));
  return box('trak', header, box('mdia', time, handler, info));
}

function samplesBox({ coding, sampleDuration, sampleSizes }: Mp4Track, offset: number): Buffer {
  const count = countOf(sampleSizes);
  const sizes = isList(sampleSizes) ? u32(0, count, ...sampleSizes) : u32(sampleSizes.each, count);
  return box(
    'stbl',
    fullBox('stsd', 0, u32(1), coding),
    fullBox('stts', 0, u32(1, count, sampleDuration)),
    fullBox('stsc', 0, u32(1, 1, count, 1)), // one chunk holds all of them
    fullBox('stsz', 0, sizes),
    fullBox('stco', 0, u32(1, offset)),
  );
}

function countOf(sizes: Mp4Track['sampleSizes']): number {
  return isList(sizes) ? sizes.length : sizes.count;
}

function isList(sizes: Mp4Track['sampleSizes']): sizes is readonly number[] {
  return Array.isArray(sizes);
}

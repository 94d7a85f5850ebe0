import { BitWriter } from './bit-writer';
import { toFullRange, type Ycc } from './color-space';
import { readPicture, type Picture, type PictureOptions } from './picture';

const BLOCK = 8;
const CATEGORIES = 12;

/** No loss: every value is divided by 1. */
const QUANTIZATION = segment(0xdb, [0, ...Array<number>(64).fill(1)]);

/** Twelve codes of four bits: one for each length that a difference may have. */
const DIFFERENCE_CODES = segment(0xc4, [0x00, ...countsOf({ 4: CATEGORIES }), ...Array(CATEGORIES).keys()]);

/** One code of one bit: "all the rest of the block is 0". */
const REST_CODES = segment(0xc4, [0x10, ...countsOf({ 1: 1 }), 0x00]);

const JFIF = segment(0xe0, [...Buffer.from('JFIF\0', 'latin1'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
const SCAN = segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);

/**
 * A JPEG (baseline) of one colour or of a gradient in steps of eight pixels: only the mean of each block is coded, which
 * is all that such a picture has. @throws `MC_OPTIONS_INVALID`
 */
export function createJpeg(options: PictureOptions = {}): Buffer {
  const picture = readPicture(options);
  const { height, width } = picture;
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  const frame = segment(0xc0, [8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
  const start = Buffer.from([0xff, 0xd8]);
  const end = Buffer.from([0xff, 0xd9]);
  return Buffer.concat([
    ...[start, JFIF, QUANTIZATION, frame, DIFFERENCE_CODES, REST_CODES, SCAN],
    stuffed(blocksOf(picture)),
    end,
  ]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...content]);
}

/** How many codes there are of each length from 1 to 16. */
function countsOf(byLength: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 16 }, (_, index) => byLength[index + 1] ?? 0);
}

function blocksOf(picture: Picture): Buffer {
  const columns = Math.ceil(picture.width / BLOCK);
  const middle = (block: number): number => Math.min(picture.width - 1, block * BLOCK + BLOCK / 2);
  const row = Array.from({ length: columns }, (_, block) => toFullRange(picture.colorAt(middle(block))));
  const bits = new BitWriter();
  const previous: [number, number, number] = [0, 0, 0];
  for (let block = 0; block < columns * Math.ceil(picture.height / BLOCK); block += 1) {
    const color: Ycc = row[block % columns] ?? [128, 128, 128];
    for (const channel of [0, 1, 2] as const) {
      const mean = BLOCK * (color[channel] - 128);
      writeDifference(bits, mean - previous[channel]);
      previous[channel] = mean;
    }
  }
  return bits.align(1).toBuffer();
}

/** Its length as a code, its bits, and the end of the block. */
function writeDifference(bits: BitWriter, difference: number): void {
  const length = 32 - Math.clz32(Math.abs(difference));
  bits
    .bits(length, 4)
    .bits(difference < 0 ? difference - 1 : difference, length)
    .bits(0, 1);
}

/** A byte of ones begins a marker, unless a zero follows. */
function stuffed(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])));
}

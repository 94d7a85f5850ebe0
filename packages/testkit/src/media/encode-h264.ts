import { BitWriter } from './bit-writer';
import { toVideoRange, type Ycc } from './color-space';
import type { Picture } from './picture';

/** A film of pictures that are not compressed: what a decoder needs first, and two pictures that may alternate for ever. */
export interface H264 {
  /** The decoder's configuration as an MP4 file keeps it (`avcC`). */
  readonly configuration: Buffer;
  /** Each with its length in front. Two key pictures that follow each other must have different numbers. */
  readonly frames: readonly [Buffer, Buffer];
}

const BLOCK = 16;
const BASELINE = 66;
const FOR_EVERY_DECODER = 0xc0;
const LEVEL = 40;

/** ITU-T H.264 with macroblocks of the kind I_PCM only, whose pixels stand in the stream as they are. */
export function encodeH264(picture: Picture): H264 {
  const sequence = unit(0x67, sequenceOf(picture));
  const parameters = unit(0x68, pictureParameters());
  const head = Buffer.from([1, BASELINE, FOR_EVERY_DECODER, LEVEL, 0xff]);
  const configuration = Buffer.concat([head, listOf(0xe1, sequence), listOf(1, parameters)]);
  return { configuration, frames: [frameOf(picture, 0), frameOf(picture, 1)] };
}

function sequenceOf({ height, width }: Picture): Buffer {
  const columns = Math.ceil(width / BLOCK);
  const rows = Math.ceil(height / BLOCK);
  const bits = new BitWriter().bytes([BASELINE, FOR_EVERY_DECODER, LEVEL]);
  for (const value of [0, 0, 2, 1]) unsigned(bits, value); // id, length of numbers, order as coded, reference pictures
  bits.bits(0, 1);
  unsigned(unsigned(bits, columns - 1), rows - 1).bits(0b11, 2); // whole pictures, not fields
  const surplus = [0, columns * BLOCK - width, 0, rows * BLOCK - height];
  const isCropped = surplus.some((pixels) => pixels > 0);
  bits.bits(isCropped ? 1 : 0, 1);
  if (isCropped) for (const pixels of surplus) unsigned(bits, pixels >> 1); // colour has half the size
  return ended(bits.bits(0, 1));
}

function pictureParameters(): Buffer {
  const bits = unsigned(unsigned(new BitWriter(), 0), 0).bits(0b00, 2);
  for (const value of [0, 0, 0]) unsigned(bits, value); // slice groups, reference pictures of both lists
  bits.bits(0, 3);
  for (const value of [0, 0, 0]) unsigned(bits, value); // quantization, as differences to the usual
  return ended(bits.bits(0, 3));
}

function frameOf(picture: Picture, id: 0 | 1): Buffer {
  const bits = new BitWriter();
  for (const value of [0, 7, 0]) unsigned(bits, value); // first block, all blocks are coded by themselves, parameters
  unsigned(bits.bits(0, 4), id).bits(0, 2);
  unsigned(bits, 0);
  const columns = Math.ceil(picture.width / BLOCK);
  const blocks = Array.from({ length: columns }, (_, column) => pixelsOf(picture, column * BLOCK));
  for (let row = 0; row < Math.ceil(picture.height / BLOCK); row += 1) {
    for (const block of blocks) unsigned(bits, 25).align(0).bytes(block);
  }
  const frame = unit(0x65, ended(bits));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(frame.length);
  return Buffer.concat([length, frame]);
}

/** 16 × 16 of brightness, then 8 × 8 of each colour difference. */
function pixelsOf(picture: Picture, left: number): Buffer {
  const row: Ycc[] = Array.from({ length: BLOCK }, (_, x) =>
    toVideoRange(picture.colorAt(Math.min(left + x, picture.width - 1))),
  );
  const half = row.filter((_, x) => x % 2 === 0);
  const luma = Array.from({ length: BLOCK }, () => row.map(([y]) => y));
  const chroma = ([1, 2] as const).map((at) => Array.from({ length: BLOCK / 2 }, () => half.map((color) => color[at])));
  return Buffer.from([...luma.flat(), ...chroma.flat(2)]);
}

/** An exponential Golomb code: as many zeros as the value has bits behind its first one, then the value and one. */
function unsigned(bits: BitWriter, value: number): BitWriter {
  const length = 32 - Math.clz32(value + 1);
  return bits.bits(0, length - 1).bits(value + 1, length);
}

function ended(bits: BitWriter): Buffer {
  return bits.bits(1, 1).align(0).toBuffer();
}

/** Two zeros and a byte up to 3 would be read as a mark: a 3 comes between. */
function unit(type: number, content: Buffer): Buffer {
  const bytes: number[] = [type];
  let zeros = 0;
  for (const byte of content) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

function listOf(count: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([count, content.length >> 8, content.length & 0xff]), content]);
}

import { readPicture, rowOf, type PictureOptions } from './picture';

const HEADER_BYTES = 54;

/** A BMP (24 bits a pixel, not compressed) of one colour or of a gradient. @throws `MC_OPTIONS_INVALID` */
export function createBmp(options: PictureOptions = {}): Buffer {
  const picture = readPicture(options);
  const row = rowOf(picture, [2, 1, 0]);
  const padded = Buffer.concat([row, Buffer.alloc((4 - (row.length % 4)) % 4)]);
  const pixels = Buffer.concat(Array.from({ length: picture.height }, () => padded));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('BM', 'latin1');
  header.writeUInt32LE(HEADER_BYTES + pixels.length, 2);
  header.writeUInt32LE(HEADER_BYTES, 10);
  header.writeUInt32LE(40, 14); // length of the second header
  header.writeInt32LE(picture.width, 18);
  header.writeInt32LE(picture.height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  header.writeUInt32LE(pixels.length, 34);
  return Buffer.concat([header, pixels]);
}

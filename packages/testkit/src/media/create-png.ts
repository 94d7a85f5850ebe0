import { crc32, deflateSync } from 'node:zlib';
import { readPicture, rowOf, type PictureOptions } from './picture';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB_8_BIT = [8, 2, 0, 0, 0];
const NO_FILTER = Buffer.from([0]);

/** A PNG of one colour or of a gradient, the same bytes for the same options. @throws `MC_OPTIONS_INVALID` */
export function createPng(options: PictureOptions = {}): Buffer {
  const picture = readPicture(options);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  header.set(RGB_8_BIT, 8);
  const row = Buffer.concat([NO_FILTER, rowOf(picture)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: picture.height }, () => row)));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

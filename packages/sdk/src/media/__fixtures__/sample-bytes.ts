const from = (latin1: string, length = 400): Buffer =>
  Buffer.concat([Buffer.from(latin1, 'latin1'), Buffer.alloc(Math.max(0, length - latin1.length))]);

const ogg = (codec: string): Buffer => from(`OggS\0\x02${'\0'.repeat(22)}${codec}`);

/** A whole PNG of 3 × 2 pixels. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAADElEQVR4nGNgQAYAAA4AAThb5iIAAAAASUVORK5CYII=',
  'base64',
);

/** The start of a WAV file, then silence. */
export const WAV = from('RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0');

/** The start of one file of each type, with the type that it shows. */
export const SAMPLES: readonly (readonly [mimeType: string, extension: string, bytes: Buffer])[] = [
  ['image/png', 'png', PNG],
  ['image/jpeg', 'jpg', from('\xff\xd8\xff\xe0\0\x10JFIF')],
  ['image/gif', 'gif', from('GIF89a')],
  ['image/webp', 'webp', from('RIFF\x24\x08\0\0WEBPVP8 ')],
  ['image/bmp', 'bmp', from('BM\x36')],
  ['image/avif', 'avif', from('\0\0\0\x1cftypavif')],
  ['image/heif', 'heic', from('\0\0\0\x18ftypheic')],
  ['image/svg+xml', 'svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['image/svg+xml', 'svg', Buffer.from('<?xml version="1.0"?><!-- drawn by hand --><svg/>')],
  ['audio/wav', 'wav', WAV],
  ['audio/mpeg', 'mp3', from('ID3\x03')],
  ['audio/mpeg', 'mp3', from('\xff\xfb\x90')],
  ['audio/flac', 'flac', from('fLaC\0')],
  ['audio/aac', 'aac', from('\xff\xf1\x50')],
  ['audio/mp4', 'm4a', from('\0\0\0\x18ftypM4A ')],
  ['audio/ogg', 'opus', ogg('OpusHead')],
  ['audio/ogg', 'ogg', ogg('\x01vorbis')],
  ['video/ogg', 'ogv', ogg('\x80theora')],
  ['video/mp4', 'mp4', from('\0\0\0\x18ftypisom')],
  ['video/quicktime', 'mov', from('\0\0\0\x14ftypqt  ')],
  ['video/webm', 'webm', from('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
  ['video/x-matroska', 'mkv', from('\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska')],
  ['video/x-msvideo', 'avi', from('RIFF\x24\x08\0\0AVI LIST')],
  ['model/gltf-binary', 'glb', from('glTF\x02\0\0\0')],
  ['model/ply', 'ply', Buffer.from('ply\nformat ascii 1.0\n')],
  ['application/pdf', 'pdf', from('%PDF-1.7\n')],
  ['application/zip', 'zip', from('PK\x03\x04')],
];

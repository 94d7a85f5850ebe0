import { Image } from '@mediaconduit/sdk';
import { inflateSync } from 'node:zlib';
import { createBmp } from './create-bmp';
import { createJpeg } from './create-jpeg';
import { createPng } from './create-png';
import type { PictureOptions } from './picture';

const MAKERS: readonly [string, string, (options?: PictureOptions) => Buffer][] = [
  ['createPng', 'image/png', createPng],
  ['createJpeg', 'image/jpeg', createJpeg],
  ['createBmp', 'image/bmp', createBmp],
];

describe.each(MAKERS)('%s', (_name, mimeType, create) => {
  it.each([
    [{}, { width: 64, height: 48 }],
    [
      { width: 1, height: 1 },
      { width: 1, height: 1 },
    ],
    [
      { width: 257, height: 3 },
      { width: 257, height: 3 },
    ],
  ])('makes a picture of the size %j', async (options, size) => {
    const image = new Image(create(options));
    expect(await image.type()).toMatchObject({ mimeType });
    expect(image.getDimensions()).toEqual(size);
  });

  it('makes the same bytes for the same options, and others for others', () => {
    expect(create({ color: [1, 2, 3] }).equals(create({ color: [1, 2, 3] }))).toBe(true);
    expect(create({ color: [1, 2, 3] }).equals(create({ color: [200, 2, 3] }))).toBe(false);
    expect(create({ toColor: [0, 0, 255] }).equals(create())).toBe(false);
  });

  it.each<PictureOptions>([{ width: 0 }, { height: 1.5 }, { width: 5000 }, { color: [0, 0, 256] }, { width: NaN }])(
    'refuses %j',
    (options) => {
      expect(() => create(options)).toThrow(expect.objectContaining({ code: 'MC_OPTIONS_INVALID' }));
    },
  );
});

describe('createPng', () => {
  it('holds the colours that were asked for', () => {
    const png = createPng({ width: 3, height: 2, color: [0, 10, 20], toColor: [100, 110, 120] });
    const start = png.indexOf('IDAT') + 4;
    const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    const row = [0, 0, 10, 20, 50, 60, 70, 100, 110, 120];
    expect([...rows]).toEqual([...row, ...row]);
  });
});

describe('createBmp', () => {
  it('holds the colours that were asked for', () => {
    const bmp = createBmp({ width: 1, height: 1, color: [1, 2, 3] });
    expect([...bmp.subarray(54)]).toEqual([3, 2, 1, 0]);
  });
});

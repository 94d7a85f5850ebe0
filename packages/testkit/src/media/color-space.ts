import type { Color } from './picture';

/** Brightness and the two colour differences, from 0 to 255 each. */
export type Ycc = readonly [y: number, cb: number, cr: number];

/** BT.601 over the full range, as JFIF has it. */
export function toFullRange([red, green, blue]: Color): Ycc {
  return [
    Math.round(0.299 * red + 0.587 * green + 0.114 * blue),
    Math.min(255, Math.round(128 - 0.168736 * red - 0.331264 * green + 0.5 * blue)),
    Math.min(255, Math.round(128 + 0.5 * red - 0.418688 * green - 0.081312 * blue)),
  ];
}

/** BT.601 in 16…235 and 16…240, as films have it. */
export function toVideoRange(color: Color): Ycc {
  const [y, cb, cr] = toFullRange(color);
  const difference = (value: number): number => Math.round(128 + ((value - 128) * 224) / 255);
  return [Math.round(16 + (y * 219) / 255), difference(cb), difference(cr)];
}

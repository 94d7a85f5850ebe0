import { requireNumbers } from './require-number';

/** Red, green and blue, from 0 to 255 each. */
export type Color = readonly [red: number, green: number, blue: number];

/** What a picture shows. */
export interface PictureOptions {
  /** In pixels. Default 64. */
  readonly width?: number;
  /** In pixels. Default 48. */
  readonly height?: number;
  /** Of the whole picture, or of its left edge. Default `[220, 40, 40]`, a red. */
  readonly color?: Color;
  /** Of its right edge: the colours between run evenly. Default: the same as `color`. */
  readonly toColor?: Color;
}

/** A picture whose columns are of one colour each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Of a column, counted from the left. */
  colorAt(column: number): Color;
}

const RED: Color = [220, 40, 40];
const CHANNEL = { min: 0, max: 255 };

/** Fills in the defaults. @throws `MC_OPTIONS_INVALID` */
export function readPicture({ width = 64, height = 48, color = RED, toColor = color }: PictureOptions): Picture {
  requireNumbers({ width, height }, { width: { min: 1, max: 4096 }, height: { min: 1, max: 4096 } });
  for (const [red, green, blue] of [color, toColor]) {
    requireNumbers({ red, green, blue }, { red: CHANNEL, green: CHANNEL, blue: CHANNEL });
  }
  const between = (from: number, to: number, share: number): number => Math.round(from + (to - from) * share);
  return {
    width,
    height,
    colorAt(column) {
      const share = width === 1 ? 0 : column / (width - 1);
      return [
        between(color[0], toColor[0], share),
        between(color[1], toColor[1], share),
        between(color[2], toColor[2], share),
      ];
    },
  };
}

/** The bytes of one row; `order` says which channel comes when. */
export function rowOf(picture: Picture, order: readonly (0 | 1 | 2)[] = [0, 1, 2]): Buffer {
  const columns = Array.from({ length: picture.width }, (_, column) => picture.colorAt(column));
  return Buffer.from(columns.flatMap((color) => order.map((channel) => color[channel])));
}

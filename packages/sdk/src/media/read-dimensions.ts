import type { Dimensions } from './media-metadata';

/** Width and height of a picture of a common format; `undefined` when the bytes are none. */
export function readDimensions(bytes: Uint8Array): Dimensions | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when a size is asked for
  const { imageSize } = require('image-size') as typeof import('image-size');
  try {
    const { width, height } = imageSize(bytes);
    return { width, height };
  } catch {
    // It throws for what it does not know and for headers that are cut off: both mean "no size".
    return undefined;
  }
}

import type { VideoFacts } from '../parameters/media-facts';
import type { Clip } from './composition';
import { filter } from './filter';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

type Shape = Pick<Clip, 'crop' | 'rotate' | 'flip'>;

const ROTATIONS = {
  90: [filter('transpose', { dir: 'clock' })],
  180: [filter('hflip'), filter('vflip')],
  270: [filter('transpose', { dir: 'cclock' })],
} as const;

/** Crop, turn and mirror. */
export function shapeFilters({ crop, rotate, flip }: Shape): string[] {
  const filters: string[] = [];
  if (crop) filters.push(filter('crop', { w: crop.width, h: crop.height, x: crop.x ?? 0, y: crop.y ?? 0 }));
  if (rotate !== undefined) filters.push(...ROTATIONS[rotate]);
  if (flip !== undefined) filters.push(filter(flip === 'horizontal' ? 'hflip' : 'vflip'));
  return filters;
}

/** The size of a picture after {@link shapeFilters}. */
export function shapedSize({ crop, rotate }: Shape, { width, height }: VideoFacts): Size {
  const size = crop ? { width: crop.width, height: crop.height } : { width, height };
  return rotate === 90 || rotate === 270 ? { width: size.height, height: size.width } : size;
}

/** The size that is wanted, where one side may follow the other; even, because most codecs take nothing else. */
export function wantedSize({ width, height }: Partial<Size>, { width: w, height: h }: Size): Size {
  const ratio = w / h;
  return {
    width: even(width ?? (height === undefined ? w : height * ratio)),
    height: even(height ?? (width === undefined ? h : width / ratio)),
  };
}

function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}

/** From one size to another: with bars, cut, or distorted. */
export function fitFilters(fit: 'contain' | 'cover' | 'stretch' = 'contain', { width, height }: Size): string[] {
  const square = filter('setsar', { sar: 1 });
  if (fit === 'stretch') return [filter('scale', { w: width, h: height }), square];
  const keep = fit === 'contain' ? 'decrease' : 'increase';
  const scale = filter('scale', { w: width, h: height, force_original_aspect_ratio: keep });
  const rest =
    fit === 'contain'
      ? filter('pad', { w: width, h: height, x: '(ow-iw)/2', y: '(oh-ih)/2' })
      : filter('crop', { w: width, h: height });
  return [scale, rest, square];
}

import { seededRandom } from '../random/seeded-random';
import { requireNumbers } from './require-number';

/** What a vector is like. */
export interface VectorOptions {
  /** How many numbers. Default 384. */
  readonly dimensions?: number;
  /** Other seeds give vectors of other directions. Default 1. */
  readonly seed?: number;
}

/** A vector of length 1 as an embedding model gives it: `new Embedding(createVector())`. @throws `MC_OPTIONS_INVALID` */
export function createVector({ dimensions = 384, seed = 1 }: VectorOptions = {}): number[] {
  requireNumbers({ dimensions }, { dimensions: { min: 1, max: 65_536 } });
  const random = seededRandom(seed);
  const values = Array.from({ length: dimensions }, () => random() - 0.5);
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

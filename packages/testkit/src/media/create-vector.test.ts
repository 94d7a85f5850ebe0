import { Embedding } from '@mediaconduit/sdk';
import { createVector } from './create-vector';

describe('createVector', () => {
  it('has the dimensions that were asked for, and the length 1', () => {
    const vector = createVector({ dimensions: 8 });
    expect(new Embedding(vector).dimensions).toBe(8);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
  });

  it('is the same for the same seed only', () => {
    expect(createVector({ seed: 2 })).toEqual(createVector({ seed: 2 }));
    expect(createVector({ seed: 2 })).not.toEqual(createVector());
  });

  it('refuses no dimensions', () => {
    expect(() => createVector({ dimensions: 0 })).toThrow(expect.objectContaining({ code: 'MC_OPTIONS_INVALID' }));
  });
});

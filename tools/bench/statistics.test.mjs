import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { interleaved, median, paired, quantile, spread } from './statistics.mjs';

describe('quantile', () => {
  it('answers a value of the list, whatever its order', () => {
    assert.equal(quantile([30, 10, 20], 0), 10);
    assert.equal(quantile([30, 10, 20], 1), 30);
  });

  it('lies between two values when none is at that place', () => {
    assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
    assert.equal(median([10, 20]), 15);
  });

  it('leaves the list as it was', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });
});

describe('spread', () => {
  it('shows the median between the quartiles, with the unit', () => {
    assert.equal(spread([1, 2, 3, 4, 5], 1, ' ms'), '3.0 (2.0–4.0) ms');
  });
});

describe('interleaved', () => {
  it('begins each round with another subject and drops the warm-up', async () => {
    const order = [];
    const subject = (name) => async () => order.push(name);
    const results = await interleaved({ a: subject('a'), b: subject('b') }, { rounds: 2, warmUp: 1 });
    assert.deepEqual(order, ['a', 'b', 'b', 'a', 'a', 'b']);
    assert.deepEqual(results, { a: [4, 5], b: [3, 6] });
  });
});

describe('paired', () => {
  it('combines what was measured in the same round', () => {
    assert.deepEqual(
      paired([5, 7], [1, 2], (a, b) => a - b),
      [4, 5],
    );
  });
});

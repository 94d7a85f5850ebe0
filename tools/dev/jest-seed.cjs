/* global expect */
// Every test file draws its random numbers from SEED and from its own path, so that a run can be repeated.
const { createHash } = require('node:crypto');
const { relative } = require('node:path');

const { rootDir = process.cwd(), testPath } = expect.getState();
const seed = createHash('sha256')
  .update(`${process.env.SEED} ${relative(rootDir, testPath)}`)
  .digest()
  .readInt32LE();

let state = seed >>> 0;
Math.random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

// where fast-check keeps what configureGlobal() was given; to load it here would cost files that do not use it
globalThis[Symbol.for('fast-check/GlobalParameters')] = { seed };

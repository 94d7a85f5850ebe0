import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseReleaseOptions } from './release-options.mjs';

describe('parseReleaseOptions', () => {
  it('publishes as latest, and a snapshot under its own name', () => {
    assert.equal(parseReleaseOptions([]).distTag, 'latest');
    assert.equal(parseReleaseOptions(['--snapshot', 'canary']).distTag, 'canary');
  });

  for (const words of [
    ['--snapshot', 'latest'],
    ['--snapshot', '1.0.0'],
    ['--snapshot'],
    ['--all'],
    ['--json'],
    ['--tag', 'x'],
    ['now'],
  ]) {
    it(`does not understand ${words.join(' ')}`, () => assert.equal(parseReleaseOptions(words), undefined));
  }
});

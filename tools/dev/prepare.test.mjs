import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockfileFlag } from './prepare.mjs';

describe('lockfileFlag', () => {
  for (const env of [{}, { CI: '' }, { CI: 'false' }]) {
    it(`lets the lock file follow package.json with ${JSON.stringify(env)}`, () => {
      assert.equal(lockfileFlag(env), '--no-frozen-lockfile');
    });
  }

  it('keeps the lock file as it is with CI set', () => {
    assert.equal(lockfileFlag({ CI: 'true' }), '--frozen-lockfile');
  });
});

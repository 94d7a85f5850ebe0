import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeOutcome } from './judge-outcome.mjs';

describe('judgeOutcome', () => {
  it('takes the counts of a suite that ran, and what counts none', () => {
    assert.equal(judgeOutcome({ passed: 3, failed: 1, skipped: 2 }, {}).failed, 1);
    assert.deepEqual(judgeOutcome({ failed: 0 }, {}), { ran: true, passed: 0, failed: 0, skipped: 0 });
  });

  for (const [required, failed] of [
    [undefined, 0],
    ['registry', 0],
    ['registry, docker', 1],
    ['all', 1],
  ]) {
    it(`counts what could not run as ${failed} failed where ${required} is required`, () => {
      const row = judgeOutcome({ missing: 'no Docker' }, { requires: 'docker', required });
      assert.deepEqual([row.ran, row.failed, row.remark], [false, failed, 'no Docker']);
    });
  }

  it('lets no test be skipped where all is required, and where less is it does', () => {
    const outcome = { passed: 3, failed: 1, skipped: 2 };
    const { failed, remark, skipped } = judgeOutcome(outcome, { required: 'all' });
    assert.deepEqual([failed, skipped, remark], [3, 0, '2 skipped, and all is required']);
    assert.equal(judgeOutcome(outcome, { requires: 'docker', required: 'docker' }).failed, 1);
  });

  it('does not take for granted what has run no test', () => {
    const { failed, remark } = judgeOutcome({ passed: 0, failed: 0, skipped: 0 }, {});
    assert.deepEqual([failed, remark], [1, 'no test ran']);
  });
});

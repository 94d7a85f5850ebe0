import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closingTable, totalsOf } from './closing-table.mjs';

const row = (values) => ({ name: 'unit', ran: true, passed: 0, failed: 0, skipped: 0, seconds: 1, ...values });

describe('closingTable', () => {
  it('ends with the totals alone on the last line', () => {
    const text = closingTable([row({ passed: 3 }), row({ name: 'container', passed: 2, failed: 1 })]);
    assert.equal(text.split('\n').at(-1), '5 passed, 1 failed');
  });

  it('counts skipped tests only where there are any', () => {
    assert.match(closingTable([row({ passed: 1, skipped: 2 })]), /\n1 passed, 0 failed, 2 skipped$/);
  });

  it('says what could not run and why', () => {
    assert.match(closingTable([row({ ran: false, remark: 'no Docker' })]), /unit .*COULD NOT RUN: no Docker/);
  });
});

describe('totalsOf', () => {
  it('is nothing for no suites', () => {
    assert.deepEqual(totalsOf([]), { passed: 0, failed: 0, skipped: 0 });
  });
});

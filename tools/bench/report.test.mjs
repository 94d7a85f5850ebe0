import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markdownReport, textReport } from './report.mjs';
import { judged, unmeasured } from './verdict.mjs';

const report = {
  machine: { node: 'v20.19.0' },
  measures: [
    judged({ measure: 'speed', figure: '9 ms', target: '≤ 8 ms', value: 9, most: 8, details: ['7 rounds'] }),
    judged({ measure: 'rate', figure: '× 0.9', target: '≥ × 0.85', value: 0.9, least: 0.85 }),
    unmeasured('start', '≤ 1 s', 'no engine'),
  ],
};

describe('judged', () => {
  it('compares with the most and the least there may be', () => {
    assert.deepEqual(
      report.measures.map(({ verdict }) => verdict),
      ['missed', 'met', 'not measured'],
    );
  });

  it('takes a value at the limit as met', () => {
    assert.equal(judged({ measure: 'm', figure: '8', target: '8', value: 8, most: 8, least: 8 }).verdict, 'met');
  });

  it('does not take what is no number as met', () => {
    assert.equal(judged({ measure: 'm', figure: '?', target: '8', value: NaN, most: 8 }).verdict, 'missed');
  });
});

describe('textReport', () => {
  it('names the machine, and each figure with its target, verdict and details', () => {
    const text = textReport(report);
    assert.match(text, /^node: v20\.19\.0\n/);
    assert.match(text, /\nspeed: 9 ms\n {2}target ≤ 8 ms: missed\n {2}7 rounds\n/);
    assert.match(text, /\nstart: no engine\n {2}target ≤ 1 s: not measured\n/);
  });
});

describe('markdownReport', () => {
  it('has a row for each measure, and a section for those with details', async () => {
    const page = await markdownReport(report);
    assert.match(page, /^# Benchmarks\n/);
    assert.match(page, /\| rate +\| × 0\.9 +\| ≥ × 0\.85 \| met +\|/);
    assert.match(page, /\n## speed\n\n- 7 rounds\n$/);
  });
});

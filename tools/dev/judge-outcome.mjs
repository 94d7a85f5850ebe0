/**
 * The row of a suite for the closing table. What `required` names (MEDIACONDUIT_REQUIRE) has to run; where everything is
 * required, no test may be skipped either. A suite of tests in which none ran has failed in any case.
 */
export function judgeOutcome(outcome, { requires, required = '' }) {
  const names = required.split(',').map((name) => name.trim());
  const isAll = names.includes('all');
  if (outcome.missing) return { ...notRun(outcome.missing), failed: isAll || names.includes(requires) ? 1 : 0 };
  const row = { ran: true, passed: 0, failed: 0, skipped: 0, ...outcome };
  if (outcome.passed === 0 && row.failed + row.skipped === 0) return { ...row, failed: 1, remark: 'no test ran' };
  if (!isAll || row.skipped === 0) return row;
  return {
    ...row,
    failed: row.failed + row.skipped,
    skipped: 0,
    remark: `${row.skipped} skipped, and all is required`,
  };
}

/** The row of a suite that did not run. */
export function notRun(reason) {
  return { ran: false, passed: 0, failed: 0, skipped: 0, seconds: 0, remark: reason };
}

/** Deadline of a call that names none, in ms. */
export const DEFAULT_TIMEOUT_MS = 600_000;

/** The abort reason of a deadline; `toCallError` turns it into `MC_CALL_TIMEOUT`. */
export function deadlineReason(timeoutMs: number): DOMException {
  return new DOMException(`no answer in ${timeoutMs} ms`, 'TimeoutError');
}

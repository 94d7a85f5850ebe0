/** Whether the reason of an abort is a deadline, as `AbortSignal.timeout` gives it, and not a cancellation. */
export function isDeadline(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

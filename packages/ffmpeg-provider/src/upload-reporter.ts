import type { CallOptions } from '@mediaconduit/sdk';

/** So many reports of an upload are enough for everybody. */
const REPORTS = 200;
const STEP_BYTES = 4 * 1024 * 1024;

/** Reports an upload, beginning at once with nothing sent; `undefined` when nobody listens. */
export function uploadReporter({
  onProgress,
}: CallOptions): ((sentBytes: number, totalBytes: number | undefined) => void) | undefined {
  if (!onProgress) return undefined;
  const report = (completed: number, total?: number): void =>
    onProgress({ phase: 'upload', message: 'Uploading', completed, total, unit: 'bytes' });
  let next = 0;
  report(0);
  return (sentBytes, totalBytes) => {
    if (sentBytes < next && sentBytes !== totalBytes) return;
    next = sentBytes + (totalBytes === undefined ? STEP_BYTES : totalBytes / REPORTS);
    report(sentBytes, totalBytes);
  };
}

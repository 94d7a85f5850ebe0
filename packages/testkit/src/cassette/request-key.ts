import type { RecordedRequest } from '../exchange/exchange';
import { sortedPath } from '../exchange/find-difference';
import { sha256Of } from '../exchange/read-request';
import { withSortedKeys } from '../exchange/sorted-keys';

/** The hash of a request: the same for the same values, whatever the order of keys and parameters or the boundary of a form. */
export function requestKey(request: RecordedRequest): string {
  const normal = withSortedKeys({ ...request, path: sortedPath(request.path) });
  return sha256Of(Buffer.from(JSON.stringify(normal), 'utf8'));
}

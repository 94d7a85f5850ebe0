import { stampOf } from './file-stamp';

/** Changes with the code that reads manifests: another one may read them differently. */
export function readerStamp(): string {
  return stampOf(require.resolve('@mediaconduit/sdk/manifest'));
}

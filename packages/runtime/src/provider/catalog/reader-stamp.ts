import { once } from '../../once';
import { stampOf } from './file-stamp';

/** Changes with the code that reads manifests, which stays the same in a program: another one may read them differently. */
export const readerStamp = once((): string => stampOf(require.resolve('@mediaconduit/sdk/manifest')));

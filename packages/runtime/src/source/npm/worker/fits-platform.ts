import type { PinnedPackage } from '../../fetch/fetcher';
import { loadPlatformCheck } from './npm-libraries';

/** False for a package that is not for this machine. */
export function fitsPlatform({ platform }: Pick<PinnedPackage, 'platform'>): boolean {
  if (!platform) return true;
  try {
    loadPlatformCheck().checkPlatform({ ...platform });
    return true;
  } catch {
    return false;
  }
}

import type { ProviderManifest } from '@mediaconduit/sdk';
import type { LoadReport } from './load-report';

/** What the rules about loading look at. */
export interface LoadSubject {
  readonly manifest: ProviderManifest;
  readonly report: LoadReport;
}

import type { ErrorCode } from '../error/error-codes';

/** How one kind of file is spoken of in messages. */
export interface ManifestWords {
  readonly code: ErrorCode;
  /** What it is called, without an article. */
  readonly noun: string;
  /** What to do when it is empty, or no map. */
  readonly beginning: string;
  /** What to do when it is too large. */
  readonly size: string;
}

/** For the manifests of providers and services. */
export const MANIFEST_WORDS: ManifestWords = {
  code: 'MC_MANIFEST_INVALID',
  noun: 'manifest',
  beginning: 'start with "id: …"',
  size: 'a manifest describes one provider or service; move data into files of its own',
};

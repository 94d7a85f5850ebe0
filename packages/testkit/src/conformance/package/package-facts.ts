import type { ProviderManifest } from '@mediaconduit/sdk';
import type { PackageJson } from './package-json';

/** What is known of a package before any of its code runs. */
export interface PackageFacts {
  /** Absolute; holds package.json. */
  readonly folder: string;
  /** Missing when there is none that can be read. */
  readonly packageJson?: PackageJson;
  /** Every file that `npm publish` would take, relative, with `/`. */
  readonly published: readonly string[];
  /** The manifest, or why there is none. */
  readonly provider: { readonly manifest: ProviderManifest } | { readonly problem: string };
}

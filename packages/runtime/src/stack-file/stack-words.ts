import type { ManifestWords } from '@mediaconduit/sdk/manifest';

/** How messages speak of `mediaconduit.yml`. */
export const STACK_WORDS: ManifestWords = {
  code: 'MC_STACK_INVALID',
  noun: 'stack file',
  beginning: 'start with "services:"',
  size: 'move services into manifests of their own, and data into files',
};

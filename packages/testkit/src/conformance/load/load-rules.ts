import type { Rule } from '../rule/rule';
import { answersItsHost } from './answers-its-host';
import { exportsItsClass } from './exports-its-class';
import { isWhatItsManifestSays } from './is-what-its-manifest-says';
import type { LoadSubject } from './load-subject';
import { loads } from './loads';
import { loadsQuietly } from './loads-quietly';

/** Rules about what happens when the code of a provider is loaded, and nothing is called. */
export const LOAD_RULES: readonly Rule<LoadSubject>[] = [
  loads,
  exportsItsClass,
  isWhatItsManifestSays,
  loadsQuietly,
  answersItsHost,
];

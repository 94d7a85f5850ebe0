import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P07 */
export const describesItself: Rule<Pick<PackageFacts, 'packageJson'>> = {
  id: 'MC-P07',
  title: 'says what it is, under which licence, and for which Node.js',
  level: 'silver',
  checks:
    'package.json has a `description`, a `license` (SPDX), `engines.node`, and the keyword `mediaconduit`, by which such packages are found.',
  why: 'People find packages by these words, and companies refuse what has no licence.',
  mend: 'Add what is named to package.json.',
  check({ packageJson = {} }) {
    const { description, engines, keywords, license } = packageJson;
    const isText = (value: unknown, least: number): boolean =>
      typeof value === 'string' && value.trim().length >= least;
    return verdictOf([
      isText(description, 10) ? undefined : 'There is no description.',
      isText(license, 2) && license !== 'UNLICENSED' ? undefined : 'There is no licence.',
      isText(engines?.node, 1) ? undefined : 'engines.node does not say for which Node.js it is.',
      Array.isArray(keywords) && keywords.includes('mediaconduit')
        ? undefined
        : 'The keyword "mediaconduit" is missing.',
    ]);
  },
};

import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P01 */
export const manifestIsValid: Rule<PackageFacts> = {
  id: 'MC-P01',
  title: 'has a valid manifest',
  level: 'bronze',
  checks: '`MediaConduit.provider.yml` can be read, follows its schema, and holds nothing that is only tolerated.',
  why: 'The manifest is all that is read before any code of the package runs: lists, searches and plans are made of it.',
  mend: 'Correct the place that is named; an editor with a YAML language server shows it while you type.',
  check({ provider }) {
    return verdictOf('problem' in provider ? [provider.problem] : provider.manifest.warnings);
  },
};

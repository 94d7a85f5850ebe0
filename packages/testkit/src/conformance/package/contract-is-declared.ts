import { CONTRACT, satisfiesContract } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

/** MC-P02 */
export const contractIsDeclared: Rule<PackageFacts> = {
  id: 'MC-P02',
  title: 'declares the contract that it keeps',
  level: 'bronze',
  checks: '`contract:` of the manifest is a range that holds the contract number of the installed SDK.',
  why: 'The runtime compares this number before it loads code. Without it a provider counts as one of the original core.',
  mend: `Write \`contract: ${CONTRACT}\` into the manifest, and extend \`BaseProvider\` of @mediaconduit/sdk.`,
  check({ provider }) {
    if ('problem' in provider) return notRun('the manifest cannot be read', 'mend MC-P01 first');
    const { contract } = provider.manifest;
    const { max, min } = contract;
    if (max === 0) return verdictOf(['The manifest declares no contract.']);
    return verdictOf([
      satisfiesContract(contract) ? undefined : `The contract is ${min}-${max}, and that of the SDK is ${CONTRACT}.`,
    ]);
  },
};

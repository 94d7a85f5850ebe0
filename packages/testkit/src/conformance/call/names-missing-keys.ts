import { isMediaConduitError } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { NOWHERE } from './provider-bench';

/** MC-P28 */
export const namesMissingKeys: Rule<CallSubject> = {
  id: 'MC-P28',
  title: 'names the key that is missing',
  level: 'silver',
  checks:
    'Without the variables that the manifest requires, a model is refused with `MC_CONFIG_MISSING`, which names the first of them.',
  why: 'Whoever tries a provider for the first time has no key. The error is where they learn its name.',
  mend: 'List the variables under `configuration.environment` of the manifest, with `required: true`; `BaseProvider` does the rest.',
  async check({ bench, manifest }) {
    const required = Object.keys(manifest.environment).filter((name) => manifest.environment[name]?.required);
    if (required.length === 0) return notApplicable('it requires no variable');
    await using opened = await bench.open({ url: NOWHERE, configured: false });
    const [first] = manifest.models;
    try {
      await opened.provider.getModel(first?.id ?? '');
      return verdictOf([`Without ${required.join(', ')} a model is made all the same.`]);
    } catch (error) {
      const isNamed =
        isMediaConduitError(error, 'MC_CONFIG_MISSING') && required.some((name) => error.message.includes(name));
      return verdictOf([isNamed ? undefined : `Without ${required.join(', ')} it says: ${String(error)}`]);
    }
  },
};

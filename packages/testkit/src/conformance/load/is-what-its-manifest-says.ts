import type { ProviderManifest } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import type { ProviderIdentity } from './load-report';
import type { LoadSubject } from './load-subject';

/** MC-P13 */
export const isWhatItsManifestSays: Rule<LoadSubject> = {
  id: 'MC-P13',
  title: 'is what its manifest says',
  level: 'bronze',
  checks:
    'Id, name, type, capabilities and models of the class are those of the manifest, and some model has each capability.',
  why: 'A provider is found and chosen by its manifest; what is then called must be the same.',
  mend: 'Take identity and models from `BaseProvider`, which reads them from the manifest; write none of them in code.',
  check({ manifest, report }) {
    if (!report.identity) return notRun('the class could not be made', 'mend MC-P11 and MC-P12 first');
    return verdictOf([...differences(manifest, report.identity), ...unoffered(manifest)]);
  },
};

function differences(manifest: ProviderManifest, identity: ProviderIdentity): string[] {
  const says = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
  const keys = ['id', 'name', 'type', 'capabilities'] as const;
  const problems = keys
    .filter((key) => says(manifest[key]) !== says(identity[key]))
    .map((key) => `${key} is ${says(identity[key])} in the class and ${says(manifest[key])} in the manifest.`);
  const listed = manifest.models.map(({ id, name, capabilities }) => ({ id, name, capabilities }));
  const missing = listed.filter((model) => !identity.models.some((one) => says(one) === says(model)));
  const surplus = identity.models.filter((model) => !listed.some((one) => says(one) === says(model)));
  return [
    ...problems,
    ...missing.map(({ id }) => `The class does not have the model ${id} as the manifest lists it.`),
    ...surplus.map(({ id }) => `The class has the model ${String(id)}, which the manifest does not list so.`),
  ];
}

function unoffered({ capabilities, dynamicModels, models }: ProviderManifest): string[] {
  if (dynamicModels) return [];
  const offered = new Set(models.flatMap((model) => model.capabilities));
  return capabilities
    .filter((capability) => !offered.has(capability))
    .map((capability) => `No model has the capability ${capability}.`);
}

import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachModel } from './each-model';

/** MC-P37 */
export const documentsItsOptions: Rule<CallSubject> = {
  id: 'MC-P37',
  title: 'says of each option what it does',
  level: 'gold',
  checks: 'Each option in the schema of each model has a description.',
  why: 'Help, `mediaconduit models`, forms and OpenAPI documents are made of these sentences, and of nothing else.',
  mend: 'Add `description` to the option: what it does, in which unit, and its default.',
  check(subject) {
    return eachModel(subject, async ({ model }) => {
      const schema = model.optionsSchema?.jsonSchema as { properties?: Record<string, Described> } | undefined;
      const silent = Object.entries(schema?.properties ?? {}).filter(([, { description }]) => !description?.trim());
      if (silent.length === 0) return undefined;
      return `without a description: ${silent.map(([name]) => name).join(', ')}.`;
    });
  },
};

interface Described {
  readonly description?: string;
}

import { didYouMean } from '@mediaconduit/sdk';
import type { StackDefinition, StackService } from '../stack-file/stack-definition';
import type { StackProblems } from './stack-problems';

/** Which features are on, by name; the others are as the stack file says. */
export type FeatureSwitches = Readonly<Record<string, boolean>>;

/** The services that belong to a stack now: those of no feature, and those of at least one that is on. */
export function selectServices(
  stack: StackDefinition,
  switches: FeatureSwitches,
  problems: StackProblems,
): StackService[] {
  const features = Object.entries(stack.features);
  for (const name of Object.keys(switches).filter((one) => !Object.hasOwn(stack.features, one))) {
    const known = features.map(([one]) => one);
    const hint = didYouMean(name, known) ?? `features of this stack: ${known.join(', ') || 'none'}`;
    problems.add('features', `the stack has no feature "${name}"`, { hint });
  }
  const isOn = (name: string) => (Object.hasOwn(switches, name) ? switches[name] : stack.features[name]?.default);
  return Object.values(stack.services).filter(({ name }) => {
    const its = features.filter(([, { services }]) => services.includes(name));
    return its.length === 0 || its.some(([feature]) => isOn(feature));
  });
}

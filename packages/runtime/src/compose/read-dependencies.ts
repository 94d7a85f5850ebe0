import type { ComposeDependency, DependencyCondition } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { booleanOf, entriesOf, isEmpty, itemsOf, knownEntriesOf, textOf } from './read-field';

const CONDITIONS: readonly DependencyCondition[] = [
  'service_started',
  'service_healthy',
  'service_completed_successfully',
];

/** `depends_on:` as a list of names or as a map with conditions. */
export function readDependencies(scope: ComposeScope, field: Field): ComposeDependency[] {
  if (field.node.kind !== 'map') {
    return itemsOf(scope, field).map((item) => ({
      name: textOf(scope, item),
      condition: 'service_started',
      required: true,
    }));
  }
  return entriesOf(scope, field).map(([name, entry]) => longDependency(scope, name, entry));
}

/** `restart` says nothing new: a service of ours ends and comes back together with what it needs. */
function longDependency(scope: ComposeScope, name: string, field: Field): ComposeDependency {
  if (isEmpty(field)) return { name, condition: 'service_started', required: true };
  const known = knownEntriesOf(scope, field, ['condition', 'required', 'restart']);
  if (known.restart) booleanOf(scope, known.restart);
  return {
    name,
    condition: known.condition ? conditionOf(scope, known.condition) : 'service_started',
    required: known.required ? booleanOf(scope, known.required) : true,
  };
}

function conditionOf(scope: ComposeScope, field: Field): DependencyCondition {
  const text = textOf(scope, field);
  const condition = CONDITIONS.find((one) => one === text);
  if (condition) return condition;
  throw scope.invalid(field, `has to be one of ${CONDITIONS.join(', ')}`);
}

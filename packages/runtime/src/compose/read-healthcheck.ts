import type { ComposeHealthcheck } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { booleanOf, integerOf, knownEntriesOf, textOf, textsOf } from './read-field';
import { durationMsOf } from './read-quantity';

const KEYS = ['test', 'interval', 'timeout', 'retries', 'start_period', 'start_interval', 'disable'] as const;

const OFF: ComposeHealthcheck = { test: ['NONE'] };

/** `healthcheck:` of a service. */
export function readHealthcheck(scope: ComposeScope, field: Field): ComposeHealthcheck {
  const known = knownEntriesOf(scope, field, KEYS);
  if (known.disable && booleanOf(scope, known.disable)) return OFF;
  const time = (entry: Field | undefined): number | undefined => entry && durationMsOf(scope, entry);
  return {
    test: known.test && testOf(scope, known.test),
    intervalMs: time(known.interval),
    timeoutMs: time(known.timeout),
    retries: known.retries && integerOf(scope, known.retries, 1),
    startPeriodMs: time(known.start_period),
    startIntervalMs: time(known.start_interval),
  };
}

/** A text is for the shell; a list says what it is with its first word. */
function testOf(scope: ComposeScope, field: Field): readonly string[] {
  if (field.node.kind === 'scalar') return ['CMD-SHELL', textOf(scope, field)];
  const words = textsOf(scope, field);
  const [kind] = words;
  const fits = kind === 'NONE' ? words.length === 1 : (kind === 'CMD' || kind === 'CMD-SHELL') && words.length > 1;
  if (fits) return words;
  throw scope.invalid(field, 'has to be a text, or a list that begins with CMD, CMD-SHELL or NONE');
}

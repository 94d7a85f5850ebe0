import type { ComposeNetwork } from './compose-group';
import type { NetworkAttachment } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { booleanOf, entriesOf, isEmpty, itemsOf, knownEntriesOf, textOf, textsOf } from './read-field';

/** The network of everyone who names none. */
export const DEFAULT_NETWORK = 'default';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** `networks:` at the top of the file. Each becomes a network of ours: those of others and of other kinds are refused. */
export function readNetworkSection(scope: ComposeScope, field: Field): Map<string, ComposeNetwork> {
  if (isEmpty(field)) return new Map();
  return new Map(entriesOf(scope, field).map(([name, entry]) => [name, readNetwork(scope, name, entry)]));
}

function readNetwork(scope: ComposeScope, name: string, field: Field): ComposeNetwork {
  if (!NAME.test(name)) throw scope.invalid(field, 'has to be named with letters, digits, "_", "." and "-"');
  if (isEmpty(field)) return { name, internal: false };
  const known = knownEntriesOf(scope, field, ['driver', 'labels', 'name', 'internal']);
  if (known.driver && textOf(scope, known.driver) !== 'bridge')
    throw scope.refuse(known.driver, 'only bridge networks are taken');
  if (known.name) scope.warn(known.name, 'name is not applied: networks belong to the service');
  return { name, internal: known.internal ? booleanOf(scope, known.internal) : false };
}

/** `networks:` of a service, a list of names or a map with aliases. */
export function readAttachments(scope: ComposeScope, field: Field): NetworkAttachment[] {
  const attachments =
    field.node.kind === 'list'
      ? itemsOf(scope, field).map((item) => ({ network: textOf(scope, item), aliases: [] }))
      : entriesOf(scope, field).map(([network, entry]) => ({ network, aliases: aliasesOf(scope, entry) }));
  const unknown = attachments.find(({ network }) => network !== DEFAULT_NETWORK && !scope.networks.has(network));
  if (unknown)
    throw scope.invalid(
      field,
      `names the network "${unknown.network}", which the file does not declare under networks:`,
    );
  return attachments;
}

function aliasesOf(scope: ComposeScope, field: Field): string[] {
  if (isEmpty(field)) return [];
  const { aliases } = knownEntriesOf(scope, field, ['aliases']);
  if (!aliases || isEmpty(aliases)) return [];
  const names = textsOf(scope, aliases);
  const odd = names.find((name) => !NAME.test(name));
  if (odd === undefined) return names;
  throw scope.invalid(aliases, `has to hold names of hosts, not "${odd}"`);
}

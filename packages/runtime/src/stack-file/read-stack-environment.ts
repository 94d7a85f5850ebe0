import type { ManifestNode } from '@mediaconduit/sdk/manifest';
import { interpolate, type Variables } from '../config/interpolate';

/** Variables of a service with the values of the user's variables filled in. */
export interface FilledEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  /** The variables of the user that went into a value, by its name; only values that hold one. */
  readonly filledFrom: Readonly<Record<string, readonly string[]>>;
}

/** Reads an environment, a map or a list, of a stack file. Notes a problem for a variable that is not set. */
export function readStackEnvironment(node: ManifestNode, variables: Variables): FilledEnvironment {
  const environment: [string, string][] = [];
  const filledFrom: [string, readonly string[]][] = [];
  for (const [name, source, place] of writtenValues(node)) {
    const { text, used } = fill(place, source, variables);
    environment.push([name, text]);
    if (used.length > 0) filledFrom.push([name, used]);
  }
  return { environment: Object.fromEntries(environment), filledFrom: Object.fromEntries(filledFrom) };
}

function writtenValues(node: ManifestNode): [string, string, ManifestNode][] {
  const listed = node.items.map((item): [string, string, ManifestNode] => {
    const [name = '', ...value] = (item.text ?? '').split('=');
    return [name, value.join('='), item];
  });
  return [
    ...listed,
    ...node.entries.map(([name, value]): [string, string, ManifestNode] => [name, value.text ?? '', value]),
  ];
}

function fill(node: ManifestNode, source: string, variables: Variables): { text: string; used: readonly string[] } {
  const filled = interpolate(source, variables, { colonDefault: true });
  if ('fault' in filled) {
    node.problem(filled.fault, { hint: filled.needed && `set ${filled.needed}` });
    return { text: '', used: [] };
  }
  for (const name of new Set(filled.unknown)) {
    node.problem(`the variable ${name} is not set`, { hint: `set ${name}, or write \${${name}:-default}` });
  }
  return filled;
}

import { createHash, scryptSync } from 'node:crypto';
import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeFiles } from './compose-files';

/**
 * All that decides what Compose does for a service, as 64 hex digits: the files, the service that is run, and the
 * variables of the definition that the files read. What else the definition gives goes into the container only.
 */
export function trustHash({ docker, environment }: ServiceDefinition, files: ComposeFiles): string {
  const facts = [files.sha256, docker?.serviceName, hashOfValues(givenVariables(environment, files), files.sha256)];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The variables that the files read, by name, sorted. */
export function givenVariables(
  environment: Readonly<Record<string, string>>,
  files: ComposeFiles,
): Readonly<Record<string, string>> {
  const names = files.variables.filter((name) => Object.hasOwn(environment, name));
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? '']));
}

/** The hash is published with the code of the project: whoever tries passwords shall need long for each. */
function hashOfValues(values: Readonly<Record<string, string>>, salt: string): string {
  const entries = Object.entries(values);
  return entries.length === 0 ? '' : scryptSync(JSON.stringify(entries), salt, 32).toString('hex');
}

import { serviceVariablePrefix } from '@mediaconduit/sdk';
import type { FetchableIdentifier } from '../source/stored/fetchable-identifier';

/** The variable that says what is to be used instead of a service: `COW_SERVICE_URL` for `cow-service`. */
export function serviceVariable(serviceId: string): string {
  return `${serviceVariablePrefix(serviceId)}_SERVICE_URL`;
}

/** The id that a service probably has, from the name of its package or repository, while nothing of it was fetched. */
export function serviceIdOf(identifier: FetchableIdentifier): string {
  const name = identifier.kind === 'npm' ? identifier.name : identifier.repository.replace(/\.git$/, '');
  return name.slice(name.lastIndexOf('/') + 1);
}

import { isMediaConduitError, MediaConduitError, serviceVariablePrefix } from '@mediaconduit/sdk';
import { parseIdentifier, type Identifier } from '../source/identifier';
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

/** What the user wants instead. @throws `MC_IDENTIFIER_INVALID`, which names the variable. */
export function identifierIn(variable: string, text: string, from: string): Identifier {
  try {
    return parseIdentifier(text, from);
  } catch (error) {
    if (!isMediaConduitError(error)) throw error;
    const { code, facts, message } = error;
    const hint = /^[\w.-]+:\d+(?:\/.*)?$/.test(text) ? `write ${variable}=http://${text}` : error.hint;
    throw new MediaConduitError(code, `${variable}: ${message}`, { hint, facts: { ...facts, variable }, cause: error });
  }
}

import { findStackFile } from '@mediaconduit/runtime/supervision';
import { MediaConduitError } from '@mediaconduit/sdk';

export { findStackFile, foldersFrom, realFolder } from '@mediaconduit/runtime/supervision';

/** What a first stack file may look like; a test reads it. */
export const FIRST_STACK = `services:
  web:
    image: traefik/whoami:v1.10
    docker: { port: 80 }
    readiness: { path: / }`;

/** @throws `MC_STACK_INVALID` with an example when there is none. */
export function requireStackFile(folder: string): string {
  const file = findStackFile(folder);
  if (file !== undefined) return file;
  throw new MediaConduitError('MC_STACK_INVALID', `There is no mediaconduit.yml in ${folder} or above it.`, {
    hint: `write one that names your services, such as:\n${FIRST_STACK.replaceAll(/^/gm, '  ')}`,
    facts: { folder },
  });
}

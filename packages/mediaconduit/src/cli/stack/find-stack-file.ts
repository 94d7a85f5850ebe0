import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';

/** Names of a stack file, the preferred one first. */
const NAMES = ['mediaconduit.yml', 'mediaconduit.yaml'];

/** What a first stack file may look like; a test reads it. */
export const FIRST_STACK = `services:
  web:
    image: traefik/whoami:v1.10
    docker: { port: 80 }
    readiness: { path: / }`;

/** Absolute path of the stack file in the folder or the nearest one above. Links on the way to it are followed. */
export function findStackFile(folder: string): string | undefined {
  for (const at of foldersFrom(realFolder(folder))) {
    const file = NAMES.map((name) => join(at, name)).find((one) => existsSync(one));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** @throws `MC_STACK_INVALID` with an example when there is none. */
export function requireStackFile(folder: string): string {
  const file = findStackFile(folder);
  if (file !== undefined) return file;
  throw new MediaConduitError('MC_STACK_INVALID', `There is no ${NAMES[0]} in ${folder} or above it.`, {
    hint: `write one that names your services, such as:\n${FIRST_STACK.replaceAll(/^/gm, '  ')}`,
    facts: { folder },
  });
}

/** The folder and all above it, nearest first. */
export function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

/** The folder without links, as the supervisor knows it; one that is gone as it is. */
export function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

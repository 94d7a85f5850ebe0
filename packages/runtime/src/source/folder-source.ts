import { existsSync, realpathSync } from 'node:fs';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { LocalSource } from './source';

/** Folders, used in place. @throws `MC_FILE_NOT_FOUND`. */
export const folderSource: LocalSource = {
  name: 'folders',
  find(identifier) {
    if (identifier.kind !== 'folder') return undefined;
    if (!existsSync(identifier.path)) {
      throw new MediaConduitError('MC_FILE_NOT_FOUND', `The folder ${identifier.path} does not exist.`, {
        hint: 'name the folder of a provider or service, as seen from the project',
        facts: { path: identifier.path },
      });
    }
    const folder = realpathSync(identifier.path);
    return { folder, canonical: `file:${folder}` };
  },
};

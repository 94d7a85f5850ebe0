import { isMediaConduitError } from '@mediaconduit/sdk';
import { folderSource } from './folder-source';
import { parseIdentifier } from './identifier';
import { installedSource } from './installed-source';

/** The folder of what a text names, of packages and folders only: anything else is not on this machine. */
export function findLocalFolder(text: string, from: string): string | undefined {
  try {
    const identifier = parseIdentifier(text, from);
    return (installedSource.find(identifier, from) ?? folderSource.find(identifier, from))?.folder;
  } catch (error) {
    if (isMediaConduitError(error)) return undefined; // told when it is asked for
    throw error;
  }
}

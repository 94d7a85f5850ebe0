import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { FileAsset } from './file-asset';

/** Makes assets from files, as the original core does it. */
export class SmartAssetFactory {
  /** Looks at the file, and reads it when the asset is used. @throws `MC_FILE_NOT_FOUND`. */
  static load(path: string): FileAsset {
    const absolute = resolve(path);
    return new FileAsset(absolute, sizeOfFile(absolute));
  }
}

function sizeOfFile(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return found.size;
  throw new MediaConduitError('MC_FILE_NOT_FOUND', `There is no file ${path}.`, {
    hint: 'check the path; a relative one starts at the folder the program was started in',
    facts: { path },
  });
}

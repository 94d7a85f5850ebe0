import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/**
 * Writes a small file without waiting, so that it holds the old text or the whole new one whatever happens.
 * @throws `MC_FILE_WRITE_FAILED`; the old file is untouched then.
 */
export function writeFileWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFlushed(draft, text);
    renameSync(draft, path);
  } catch (cause) {
    if (existsSync(draft)) rmSync(draft);
    throw new MediaConduitError('MC_FILE_WRITE_FAILED', `${path} could not be written: ${messageOf(cause)}.`, {
      hint: 'look at the permissions of the folder and the space that is left',
      facts: { file: path },
      cause,
    });
  }
}

function writeFlushed(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

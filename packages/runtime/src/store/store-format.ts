import { existsSync, readFileSync } from 'node:fs';
import { MediaConduitError } from '@mediaconduit/sdk';
import { writeFileAtomic } from '../config/write-file-atomic';
import type { StorePlaces } from './store-places';

const FORMAT = 1;

/** @throws `MC_HOME_UNUSABLE` for a store that a newer version has made. */
export function requireKnownFormat({ format, root }: StorePlaces): void {
  const version = readVersion(format);
  if (version === undefined || version <= FORMAT) return;
  const reason = `its format is ${version}, and this version knows ${FORMAT} at most`;
  throw new MediaConduitError('MC_HOME_UNUSABLE', `The store ${root} cannot be used: ${reason}.`, {
    hint: 'update @mediaconduit/runtime, or set MEDIACONDUIT_HOME to another folder',
    facts: { store: root, formatVersion: version, supported: FORMAT },
  });
}

/** Says in a new store which format it has. */
export async function writeFormat({ format }: StorePlaces): Promise<void> {
  if (!existsSync(format)) await writeFileAtomic(format, JSON.stringify({ formatVersion: FORMAT }));
}

/** Undefined also for a damaged file: what the store holds is checked anyway. */
function readVersion(file: string): number | undefined {
  try {
    const { formatVersion } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return typeof formatVersion === 'number' ? formatVersion : undefined;
  } catch {
    return undefined;
  }
}

import { MediaConduitError } from '@mediaconduit/sdk';

/** In every file that is kept, so that a later version can tell what it reads. */
export const STATE_VERSION = 1;

/** One configuration that is or was in force. */
export interface Generation {
  readonly formatVersion: typeof STATE_VERSION;
  /** Counts up from 1. */
  readonly seq: number;
  /** Of the text, in hex. */
  readonly sha256: string;
  /** ISO 8601. */
  readonly appliedAt: string;
  /** Who brought it: `file`, `api`, `rollback to 3`. */
  readonly source: string;
  /** The whole stack file. */
  readonly text: string;
  /** Hash of the stack file as it lay on disk then: another one means that it was edited since. */
  readonly seen?: string;
}

/** A generation as it was written; `undefined` for anything else. @throws `MC_HOME_UNUSABLE` for a later format. */
export function parseGeneration(value: unknown): Generation | undefined {
  const { seq, sha256, appliedAt, source, text, seen } = membersOf(value);
  if (typeof seq !== 'number' || typeof sha256 !== 'string' || typeof text !== 'string') return undefined;
  return {
    formatVersion: STATE_VERSION,
    ...{ seq, sha256, text, appliedAt: String(appliedAt), source: String(source) },
    seen: typeof seen === 'string' ? seen : undefined,
  };
}

/** The number of the generation in force. @throws `MC_HOME_UNUSABLE` for a later format. */
export function parseCurrent(value: unknown): number | undefined {
  const { seq } = membersOf(value);
  return typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const members = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const version = members.get('formatVersion');
  if (typeof version === 'number' && version > STATE_VERSION) throw tooNew(version);
  return Object.fromEntries(members);
}

function tooNew(formatVersion: number): MediaConduitError {
  return new MediaConduitError(
    'MC_HOME_UNUSABLE',
    `The kept configuration is of format ${formatVersion}, and this version reads ${STATE_VERSION} at most.`,
    {
      hint: 'use the version of MediaConduit that wrote it, or a later one',
      facts: { formatVersion, supported: STATE_VERSION },
    },
  );
}

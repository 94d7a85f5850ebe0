import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { writeFileAtomic } from '../config/write-file-atomic';

/** What a project has decided about the code of others; it belongs into the repository of the project. */
export const LOCK_FILE = 'mediaconduit.lock';

/** Of the whole file; one without a number is of the first format. */
const FORMAT = 1;

type Sections = Readonly<Record<string, unknown>>;

/**
 * One section of the lock file of a project, `undefined` without it.
 * @throws `MC_CONFIG_INVALID` when the file cannot be read.
 */
export function readLockSection(folder: string, section: string): unknown {
  return readSections(join(folder, LOCK_FILE))[section];
}

/**
 * Writes one section and leaves the others as they are; `undefined` removes it. Keys are sorted for small differences.
 * To be called in turn with others: see `inTurn`.
 */
export async function writeLockSection(folder: string, section: string, value: unknown): Promise<void> {
  const path = join(folder, LOCK_FILE);
  const sections = { ...readSections(path), [section]: value };
  const sorted = Object.fromEntries(Object.entries(sections).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFileAtomic(path, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

function readSections(path: string): Sections {
  if (!existsSync(path)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isSections(value)) return requireKnownFormat(path, value);
  } catch (error) {
    throw isMediaConduitError(error) ? error : unreadable(path, messageOf(error), error);
  }
  throw unreadable(path, 'it holds no object');
}

function requireKnownFormat(path: string, sections: Sections): Sections {
  const { formatVersion = FORMAT } = sections;
  if (formatVersion === FORMAT) return sections;
  throw new MediaConduitError(
    'MC_CONFIG_INVALID',
    `The lock file ${path} is of format ${JSON.stringify(formatVersion)}, and this version reads ${FORMAT}.`,
    {
      hint: 'update @mediaconduit/runtime to the version that wrote it',
      facts: { file: path, formatVersion, supported: FORMAT },
    },
  );
}

function isSections(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing is guessed: what a file cannot say is not trusted, and not overwritten either. */
export function unreadable(path: string, reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `The lock file ${path} cannot be used: ${reason}.`, {
    hint: 'restore it from your repository, or remove it and add or trust again what it named',
    facts: { file: path, reason },
    cause,
  });
}

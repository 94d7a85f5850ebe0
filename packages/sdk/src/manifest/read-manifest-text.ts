import { readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { messageOf } from '../error/to-error';
import { isMediaConduitError } from '../error/mediaconduit-error';
import { MAX_MANIFEST_BYTES } from './manifest-limits';
import { ManifestProblems } from './manifest-problems';
import type { ManifestWords } from './manifest-words';
import { failSize } from './parse-yaml-text';

/**
 * The text of a manifest. Its size and its real place are checked before it is read.
 * @throws `MC_MANIFEST_INVALID` when it cannot be read, is no file, too large, not UTF-8, or a link out of its folder.
 */
export async function readManifestText(file: string): Promise<string> {
  try {
    checkPlace(file, await realpath(dirname(file)), await realpath(file));
    checkStats(file, await stat(file));
    return decode(file, await readFile(file));
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}

/**
 * The text of a YAML file of the user's own, or of one that a link leads to.
 * @throws the code of {@link ManifestWords} when it cannot be read, is no file, larger than 64 KiB or not UTF-8.
 */
export async function readYamlText(file: string, words: ManifestWords): Promise<string> {
  try {
    checkStats(file, await stat(file), words);
    return decode(file, await readFile(file), words);
  } catch (thrown) {
    throw unreadable(file, thrown, words);
  }
}

/** As {@link readYamlText}, at once. */
export function readYamlTextSync(file: string, words: ManifestWords): string {
  try {
    checkStats(file, statSync(file), words);
    return decode(file, readFileSync(file), words);
  } catch (thrown) {
    throw unreadable(file, thrown, words);
  }
}

/** As {@link readManifestText}, at once. */
export function readManifestTextSync(file: string): string {
  try {
    checkPlace(file, realpathSync(dirname(file)), realpathSync(file));
    checkStats(file, statSync(file));
    return decode(file, readFileSync(file));
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}

/** A package from elsewhere must not make us read, and quote in an error, a file that is not its own. */
function checkPlace(file: string, realFolder: string, realFile: string): void {
  const inside = relative(realFolder, realFile);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return;
  new ManifestProblems(file, '').fail(0, 'the manifest is a link to a place outside its folder', {
    hint: 'put the file itself there',
  });
}

function checkStats(file: string, stats: Stats, words?: ManifestWords): void {
  const problems = new ManifestProblems(file, '', words);
  if (!stats.isFile()) problems.fail(0, `the ${problems.words.noun} is not a file`, { hint: 'put a text file there' });
  if (stats.size > MAX_MANIFEST_BYTES) failSize(stats.size, problems);
}

function decode(file: string, bytes: Buffer, words?: ManifestWords): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const problems = new ManifestProblems(file, '', words);
    return problems.fail(0, `the ${problems.words.noun} is not UTF-8 text`, { hint: 'save the file as UTF-8' });
  }
}

function unreadable(file: string, thrown: unknown, words?: ManifestWords): unknown {
  if (isMediaConduitError(thrown)) return thrown;
  const problems = new ManifestProblems(file, '', words);
  return problems.failure(`the ${problems.words.noun} cannot be read: ${messageOf(thrown)}`, {
    hint: 'check that the file exists and may be read',
    cause: thrown,
  });
}

import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import {
  checkMediaType,
  isMediaConduitError,
  MediaConduitError,
  Text,
  toMedia,
  type BinaryKind,
  type BinaryMedia,
} from '@mediaconduit/sdk';
import { missingFile } from './missing-file';

/** Where words of the command line are looked for. */
export interface InputPlace {
  /** Paths are relative to it. */
  readonly folder: string;
  /** What `-` stands for. */
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/** Media behind one word: a path, a URL, or `-`. Its first bytes are looked at; the rest is read later. */
export async function openMedia(kind: BinaryKind, word: string, place: InputPlace): Promise<BinaryMedia> {
  const { signal, stdin } = place;
  const media = toMedia(kind, word === '-' ? stdin : placeOf(word, place));
  try {
    await media.check({ signal });
    await checkMediaType(media, kind, { signal });
  } catch (thrown) {
    throw await missingFile(thrown);
  }
  return media;
}

/** The text in a file, or in what is piped in for `-`. */
export async function openText(word: string, { folder, signal, stdin }: InputPlace): Promise<Text> {
  const path = word === '-' ? undefined : resolve(folder, word);
  try {
    return await (path === undefined ? Text.fromStream(stdin, { signal }) : Text.fromFile(path, { signal }));
  } catch (thrown) {
    if (isMediaConduitError(thrown, 'MC_INPUT_TOO_LARGE')) throw tooLarge(path, thrown);
    throw await missingFile(thrown);
  }
}

/** An absolute path, or the URL that the word is. */
export function placeOf(word: string, { folder }: InputPlace): string {
  return word.trim() === '' || /^(?:https?|data|file):/i.test(word) ? word : resolve(folder, word);
}

/** The library's hint names its own parameters. */
function tooLarge(file: string | undefined, cause: MediaConduitError): MediaConduitError {
  const { facts } = cause;
  const most = `${Math.floor(Number(facts['maxBytes']) / 1_048_576)} MiB`;
  return new MediaConduitError('MC_INPUT_TOO_LARGE', `${file ?? 'What is piped in'} is more than ${most} of text.`, {
    hint: 'give less text, or run the command once for each part',
    facts: { ...facts, file },
    cause,
  });
}

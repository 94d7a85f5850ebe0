import type { Readable } from 'node:stream';
import {
  checkMediaType,
  isMediaConduitError,
  MediaConduitError,
  Text,
  toMedia,
  type BinaryKind,
  type Media,
  type MediaKind,
} from '@mediaconduit/sdk';

/** Where the input of a run may come from. */
export interface InputSources {
  /** Words of the command line; `-` alone is stdin. */
  readonly words: readonly string[];
  /** Path, absolute or relative to `folder`. */
  readonly file?: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/**
 * The input for a model that takes `kind`: words, else the file, else what is piped in. Read or at least looked at now,
 * so that nothing is started for a file that is missing or is something else.
 * @throws `MC_USAGE` without input or with two, `MC_FILE_NOT_FOUND`, `MC_INPUT_INVALID`, `MC_INPUT_TOO_LARGE`
 */
export async function readRunInput(kind: MediaKind, sources: InputSources): Promise<string | Media | Media[]> {
  const { words, file, stdin } = sources;
  if (file !== undefined && words.length > 0) {
    throw new MediaConduitError('MC_USAGE', 'There are two inputs: words and --file.', { hint: 'give one of them' });
  }
  const fromStdin = file === undefined && (words.length === 0 || (words.length === 1 && words[0] === '-'));
  if (fromStdin && words.length === 0 && stdin.isTTY) throw noInput(kind);
  if (kind === 'text') return readText(sources, fromStdin);
  return readBinary(kind as BinaryKind, fromStdin ? [stdin] : file === undefined ? words : [file], sources.signal);
}

async function readText({ words, file, stdin, signal }: InputSources, fromStdin: boolean): Promise<string | Text> {
  if (file === undefined && !fromStdin) return words.join(' ');
  try {
    return await (file === undefined ? Text.fromStream(stdin, { signal }) : Text.fromFile(file, { signal }));
  } catch (thrown) {
    throw isMediaConduitError(thrown, 'MC_INPUT_TOO_LARGE') ? tooLarge(file, thrown) : thrown;
  }
}

async function readBinary(
  kind: BinaryKind,
  given: readonly (string | Readable)[],
  signal: AbortSignal,
): Promise<Media | Media[]> {
  const media = given.map((one) => toMedia(kind, one));
  for (const one of media) {
    await one.check({ signal });
    await checkMediaType(one, kind, { signal });
  }
  return media.length === 1 && media[0] ? media[0] : media;
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

function noInput(kind: MediaKind): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'There is no input.', {
    hint: `give ${kind === 'text' ? 'text' : `a path or URL of ${kind}`} after the model, --file <path>, or pipe it in`,
    facts: { kind },
  });
}

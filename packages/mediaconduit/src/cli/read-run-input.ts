import { MediaConduitError, type BinaryKind, type Media, type MediaKind, type NamedMedia } from '@mediaconduit/sdk';
import { openMedia, openText, type InputPlace } from './open-input';
import { readNamedInputs } from './read-named-inputs';

/** Where the input of a run may come from. */
export interface InputSources extends InputPlace {
  /** Words of the command line. */
  readonly words: readonly string[];
  /** Values of `--input`, as `name=value`. */
  readonly named?: readonly string[];
  readonly file?: string;
}

/** What `transform` of a model takes. */
export type RunInput = string | Media | Media[] | NamedMedia;

/**
 * The input for a model that takes `kind`: words, else the file, else what is piped in; a record where inputs are named.
 * Read or at least looked at now, so that nothing is started for a file that is missing or is something else.
 * @throws `MC_USAGE` without input or with two, `MC_FILE_NOT_FOUND`, `MC_INPUT_INVALID`, `MC_INPUT_TOO_LARGE`
 */
export async function readRunInput(kind: MediaKind, sources: InputSources): Promise<RunInput> {
  const { file, named = [], words } = sources;
  checkSources(sources);
  if (named.length === 0) return readMain(kind, sources);
  const rest = await readNamedInputs(named, sources);
  if (words.length === 0 && file === undefined) return rest;
  if (kind in rest) {
    throw new MediaConduitError('MC_USAGE', `There are two inputs "${kind}": --input, and words or --file.`, {
      hint: 'give one of them',
    });
  }
  return { [kind]: await readMain(kind, sources), ...rest };
}

function checkSources({ file, named = [], words }: InputSources): void {
  if (file !== undefined && words.length > 0) {
    throw new MediaConduitError('MC_USAGE', 'There are two inputs: words and --file.', { hint: 'give one of them' });
  }
  const given = [...words, ...named.map((pair) => pair.slice(pair.indexOf('=') + 1)), file];
  if (given.filter((word) => word === '-').length <= 1) return;
  throw new MediaConduitError('MC_USAGE', 'What is piped in can be one input only: "-" is given twice.', {
    hint: 'name files for the others',
  });
}

async function readMain(kind: MediaKind, sources: InputSources): Promise<string | Media | Media[]> {
  const { file, stdin, words } = sources;
  if (file === undefined && words.length === 0 && stdin.isTTY) throw noInput(kind);
  const given = file !== undefined ? [file] : words.length > 0 ? words : ['-'];
  if (kind === 'text') return readText(given, sources);
  const media: Media[] = [];
  for (const word of given) media.push(await openMedia(kind as BinaryKind, word, sources));
  return media.length === 1 && media[0] ? media[0] : media;
}

/** Words are the text itself; a file and what is piped in are read. */
async function readText(given: readonly string[], sources: InputSources): Promise<string | Media> {
  const [first = ''] = given;
  const isPlace = sources.file !== undefined || (given.length === 1 && first === '-');
  return isPlace ? openText(first, sources) : given.join(' ');
}

function noInput(kind: MediaKind): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'There is no input.', {
    hint: `give ${kind === 'text' ? 'text' : `a path or URL of ${kind}`} after the model, --file <path>, or pipe it in`,
    facts: { kind },
  });
}

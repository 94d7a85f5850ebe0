import {
  didYouMean,
  MediaConduitError,
  messageOf,
  toMedia,
  type BinaryKind,
  type Media,
  type NamedMedia,
} from '@mediaconduit/sdk';
import { missingFile } from './missing-file';
import { openMedia, openText, placeOf, type InputPlace } from './open-input';

/** What a name says of its value, in the singular. Of other names the bytes say it. */
const KIND_OF_NAME: ReadonlyMap<string, BinaryKind | 'text' | 'json'> = new Map([
  ['image', 'image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['model3d', '3d'],
  ['text', 'text'],
  ['prompt', 'text'],
  ['messages', 'json'],
]);

/**
 * Reads `name=value`: a path, URL or `-` for media; for a text the text itself, or `@path`; JSON for messages. A name
 * that is given several times, or ends in `s`, stands for a list.
 * @throws `MC_USAGE`, and what reading fails with
 */
export async function readNamedInputs(pairs: readonly string[], place: InputPlace): Promise<NamedMedia> {
  const values = new Map<string, unknown[]>();
  for (const pair of pairs) {
    const { name, word } = splitPair(pair);
    const value = await readValue(name, word, place);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const entries = [...values].map(([name, list]) => [name, isList(name, list) ? list : list[0]] as const);
  return Object.fromEntries(entries);
}

function splitPair(pair: string): { name: string; word: string } {
  const at = pair.indexOf('=');
  if (at > 0 && at < pair.length - 1) return { name: pair.slice(0, at), word: pair.slice(at + 1) };
  throw new MediaConduitError('MC_USAGE', `--input ${pair} has no ${at > 0 ? 'value' : 'name'}.`, {
    hint: 'write --input name=path: --input video=a.mp4 --input audio=b.mp3',
  });
}

function isList(name: string, values: readonly unknown[]): boolean {
  return values.length > 1 || (/[^s]s$/.test(name) && !KIND_OF_NAME.has(name));
}

function readValue(name: string, word: string, place: InputPlace): Promise<unknown> {
  const kind = KIND_OF_NAME.get(name) ?? KIND_OF_NAME.get(name.replace(/s$/, ''));
  if (kind === undefined) return readUnknown(name, word, place);
  if (kind === 'text') return readWords(word, place);
  return kind === 'json' ? readJson(name, word, place) : openMedia(kind, word, place);
}

/** The words themselves, or the text of the file behind an `@`. */
async function readWords(word: string, place: InputPlace): Promise<string> {
  if (word !== '-' && !word.startsWith('@')) return word;
  return (await openText(word.replace(/^@/, ''), place)).content;
}

async function readJson(name: string, word: string, place: InputPlace): Promise<unknown> {
  try {
    return JSON.parse(await readWords(word, place));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new MediaConduitError('MC_USAGE', `--input ${name} is no JSON: ${messageOf(cause)}.`, {
      hint: `quote it for your shell, or write it into a file: --input ${name}=@${name}.json`,
    });
  }
}

/** Media of the kind that their first bytes show. */
async function readUnknown(name: string, word: string, place: InputPlace): Promise<Media> {
  const { signal } = place;
  const hint = didYouMean(name, KIND_OF_NAME.keys());
  if (word === '-') throw unclear(name, 'what is piped in', hint);
  try {
    const media = toMedia('video', placeOf(word, place)); // only to look at its bytes
    await media.check({ signal });
    const { mimeType } = await media.type({ signal });
    const kind = kindOfType(mimeType);
    if (kind === 'text') return await openText(word, place);
    if (kind === undefined) throw unclear(name, `${word} (${mimeType})`, hint);
    return toMedia(kind, placeOf(word, place));
  } catch (thrown) {
    throw await missingFile(thrown);
  }
}

function kindOfType(mimeType: string): BinaryKind | 'text' | undefined {
  if (mimeType === 'application/ogg') return 'audio';
  const family = /^(image|audio|video|text|model)\//.exec(mimeType)?.[1];
  return family === 'model' ? '3d' : (family as BinaryKind | 'text' | undefined);
}

function unclear(name: string, what: string, hint: string | undefined): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `It is not clear what kind of media ${what} is for "${name}".`, {
    hint: hint ?? `use a name that says it, where the model has one: ${[...KIND_OF_NAME.keys()].join(', ')}`,
    facts: { name },
  });
}

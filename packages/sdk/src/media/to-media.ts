import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';
import { Audio } from './audio';
import type { BinaryMedia, BinaryMediaClass } from './binary-media';
import { describeInput } from './describe-input';
import { Image } from './image';
import { isMedia } from './media';
import type { MediaByKind } from './media-of';
import { Model3D } from './model3d';
import { Video } from './video';

/** A kind whose values are made of bytes. */
export type BinaryKind = 'image' | 'audio' | 'video' | '3d';

type StaticForm = 'fromBytes' | 'fromFile' | 'fromUrl' | 'fromStream';
type BinaryClass = BinaryMediaClass<BinaryMedia> & Pick<typeof BinaryMedia, StaticForm>;

/** The classes of media made of bytes, by kind. */
const CLASSES: Readonly<Record<BinaryKind, BinaryClass>> = { image: Image, audio: Audio, video: Video, '3d': Model3D };

/**
 * Takes a value of that kind, bytes, a stream, an http(s), `data:` or `file:` URL; any other string is a path. Opens
 * nothing.
 * @throws `MC_INPUT_INVALID`
 */
export function toMedia<K extends BinaryKind>(kind: K, input: unknown): MediaByKind[K] {
  if (isMedia(input, kind)) return input;
  return convert(kind, input) as MediaByKind[K];
}

function convert(kind: BinaryKind, input: unknown): BinaryMedia {
  const type = CLASSES[kind];
  if (typeof input === 'string' && input.trim() !== '') {
    return isUrl(input) ? type.fromUrl(input) : type.fromFile(input);
  }
  if (input instanceof URL) return type.fromUrl(input);
  if (input instanceof Uint8Array && input.length > 0) return type.fromBytes(input);
  if (isReadable(input)) return type.fromStream(input);
  throw refused(kind, input);
}

/** Also a stream of the package readable-stream, which is not made by the class of Node. */
function isReadable(input: unknown): input is Readable {
  return typeof input === 'object' && input !== null && 'pipe' in input && Symbol.asyncIterator in input;
}

/** A drive letter (`C:\film.mp4`) is no scheme. */
function isUrl(text: string): boolean {
  return /^(?:https?|data|file):/i.test(text);
}

function refused(kind: BinaryKind, input: unknown): MediaConduitError {
  const expected = CLASSES[kind].name;
  const given = input === '' ? 'an empty string' : describeInput(input);
  return new MediaConduitError('MC_INPUT_INVALID', `${expected} was expected, and ${given} was given.`, {
    hint: `give a ${expected}, its bytes, a path, a URL or a stream`,
    facts: { expected: kind, given: isMedia(input) ? input.kind : given },
  });
}

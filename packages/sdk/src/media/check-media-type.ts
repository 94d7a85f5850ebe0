import { MediaConduitError } from '../error/mediaconduit-error';
import type { BinaryMedia } from './binary-media';
import { EMPTY_TYPE, UNKNOWN_TYPE, type MediaType } from './media-type';
import type { ReadOptions } from './media-source';
import type { BinaryKind } from './to-media';

/**
 * What each kind may look like. Containers that are used for sound and for pictures pass as both, and 3D formats may
 * be plain text or archives.
 */
const ACCEPTED: Readonly<Record<BinaryKind, RegExp>> = {
  image: /^image\//,
  audio: /^(?:audio\/|video\/|application\/ogg$)/,
  video: /^(?:video\/|image\/gif$|application\/ogg$)/,
  '3d': /^(?:model\/|text\/|application\/(?:zip|json|xml|vnd\.autodesk\.fbx)$)/,
};

/**
 * By the first bytes; those that nobody recognises pass. The value can still be read afterwards.
 * @throws `MC_INPUT_INVALID` for what is clearly something else, or empty, and what reading fails with.
 */
export async function checkMediaType(media: BinaryMedia, kind: BinaryKind, options?: ReadOptions): Promise<MediaType> {
  const type = await media.type(options);
  const { mimeType } = type;
  if (mimeType === UNKNOWN_TYPE.mimeType || ACCEPTED[kind].test(mimeType)) return type;
  const found = mimeType === EMPTY_TYPE.mimeType ? 'there are no bytes' : `the bytes are ${mimeType}`;
  throw new MediaConduitError('MC_INPUT_INVALID', `Media of the kind ${kind} was expected, and ${found}.`, {
    hint: 'check that the right file was given, and that it is not an error page saved under its name',
    facts: { expected: kind, mimeType },
  });
}

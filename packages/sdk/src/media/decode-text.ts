import { MediaConduitError } from '../error/mediaconduit-error';
import { UNKNOWN_TYPE } from './media-type';
import { sniffType } from './sniff-type';

/**
 * UTF-8 bytes as a string, without byte order mark.
 * @throws `MC_INPUT_INVALID` for invalid UTF-8 and for what has NUL characters; it says what the bytes look like.
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text !== undefined && !text.includes('\0')) return text;
  const { mimeType } = sniffType(bytes);
  const known = mimeType !== UNKNOWN_TYPE.mimeType && !mimeType.startsWith('text/');
  const found = known ? `no text but ${mimeType}` : 'no UTF-8 text';
  throw new MediaConduitError('MC_INPUT_INVALID', `The bytes are ${found}.`, {
    hint: 'text is read as UTF-8: save it in that encoding, or use a model that takes this kind of media',
    facts: { mimeType },
  });
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

import { fileURLToPath } from 'node:url';
import { MediaConduitError } from '../error/mediaconduit-error';
import { BytesSource } from './bytes-source';
import { decodeDataUrl } from './decode-data-url';
import { FileSource } from './file-source';
import type { MediaSource } from './media-source';
import { UrlSource } from './url-source';

/**
 * The source behind an http(s), `data:` or `file:` URL.
 * @throws `MC_INPUT_INVALID` for any other scheme and for what is no URL.
 */
export function sourceOfUrl(url: string | URL, headers?: Readonly<Record<string, string>>): MediaSource {
  const parsed = parse(url);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return new UrlSource(parsed, headers);
  if (parsed.protocol === 'data:') return new BytesSource(decodeDataUrl(parsed));
  if (parsed.protocol === 'file:') return new FileSource(pathOf(parsed));
  throw invalid(`A media value cannot be read from a ${parsed.protocol} URL.`);
}

function parse(url: string | URL): URL {
  if (url instanceof URL) return url;
  if (!URL.canParse(url)) throw invalid(`${JSON.stringify(url.slice(0, 80))} is no URL.`);
  return new URL(url);
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (thrown) {
    throw invalid(`${url.href} names no file of this machine.`, thrown);
  }
}

function invalid(message: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_INPUT_INVALID', message, {
    hint: 'give an http:, https:, data: or file: URL; for a path use fromFile()',
    cause,
  });
}

import { MediaConduitError } from '../error/mediaconduit-error';

/**
 * The bytes of a `data:` URL, base64 or percent-encoded.
 * @throws `MC_INPUT_INVALID`
 */
export function decodeDataUrl(url: URL): Buffer {
  const address = url.href.slice(0, url.href.length - url.hash.length);
  const comma = address.indexOf(',');
  if (comma < 0) throw invalid('has no comma');
  const body = percentDecode(address.slice(comma + 1));
  if (!/;\s*base64$/i.test(address.slice(0, comma))) return body;
  const text = body.toString('latin1').replace(/[\t\n\f\r ]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw invalid('is not base64');
  return Buffer.from(text, 'base64');
}

/** Percent-encoded bytes need not be UTF-8, so `decodeURIComponent` does not fit. */
function percentDecode(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function invalid(what: string): MediaConduitError {
  return new MediaConduitError('MC_INPUT_INVALID', `The data: URL ${what}.`, {
    hint: 'write it as data:image/png;base64,…',
  });
}

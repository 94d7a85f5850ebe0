/** Control characters that no text has: all below space but tab, line feed, form feed, carriage return and escape. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** True when the bytes are UTF-8 without binary control characters. The last character may be cut off. */
export function looksLikeText(head: Uint8Array): boolean {
  try {
    return !BINARY.test(new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }));
  } catch {
    return false;
  }
}

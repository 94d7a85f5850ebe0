// C0 and C1 controls, and the Unicode characters that reorder, hide or break lines: none may reach a terminal or a log.
// eslint-disable-next-line no-control-regex -- these are the characters to find
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Shows control, escape and bidirectional characters as `\x1b` or `\u202e`, so that text cannot act on a terminal. */
export function escapeControlCharacters(text: string): string {
  return text.replace(DANGEROUS, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

// C0 and C1 controls but the tab, and what reorders, hides or breaks lines in Unicode.
// eslint-disable-next-line no-control-regex -- these are the characters to find
const ACTING = /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line that cannot act on a terminal: `\x1b` is shown instead of obeyed. Data is never passed through it. */
export function escapeControls(line: string): string {
  return line.replace(ACTING, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** The same value as JSON, whose text cannot act on a terminal: JSON itself leaves what is above ASCII as it is. */
export function escapeJson(json: string): string {
  return json.replace(ACTING, (character) => {
    if (character === '\n') return character; // between members; within a text it is escaped already
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

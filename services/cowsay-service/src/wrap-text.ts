/**
 * Breaks lines of more than `columns` characters between words; a longer word stays whole. Shorter lines keep their
 * spaces, so that drawings stay what they are.
 */
export function wrapText(text: string, columns: number): string {
  if (text.length <= columns) return text;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first long text, not at the start
  const wordWrap = require('word-wrap') as typeof import('word-wrap');
  return text
    .split(/\r\n?|\n/)
    .map((line) => (line.length <= columns ? line : wordWrap(line, { width: columns, indent: '', trim: true })))
    .join('\n');
}

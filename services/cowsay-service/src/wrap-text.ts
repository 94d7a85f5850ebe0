/**
 * Breaks lines that are longer than `columns` between words, or inside a word that does not fit. Shorter lines keep
 * their spaces, so that drawings stay what they are. 0 columns: nothing is broken.
 */
export function wrapText(text: string, columns: number): string {
  if (columns === 0 || text.length * 2 <= columns) return text;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first long text, not at the start
  const wrapAnsi = require('wrap-ansi') as typeof import('wrap-ansi');
  return text
    .split(/\r\n?|\n/)
    .map((line) => {
      const wrapped = wrapAnsi(line, columns, { hard: true });
      return wrapped.includes('\n') ? wrapped : line;
    })
    .join('\n');
}

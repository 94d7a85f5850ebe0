/** A word with the spaces before it; a bar ends one too. A no-break space does not. */
const WORD = /[ \n]*[^ \n|]*(?:\||[^ \n|](?=[ \n]|$))/g;

/**
 * The text in lines of at most `width` columns, broken between words and after `|`; a longer word stays whole.
 * Lines after the first are indented. Spaces inside a line stay, and no-break spaces become usual ones.
 */
export function wrapWords(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trimEnd().match(WORD) ?? []) {
    if (line.trim() === '' || line.length + word.length <= width) line += word;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word.trimStart();
    }
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ');
}

const BLOCK = /^```(\S+) (\S+)\n([^]*?)^```$/gm;

/**
 * The code blocks of a document that have a name after their language, as in "```json package.json".
 * @returns name → text
 */
export function codeBlocks(markdown) {
  return new Map([...markdown.matchAll(BLOCK)].map(([, , name, text]) => [name, text]));
}

/** The lines of a shell block as words; only double quotes are understood. */
export function commandsOf(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.match(/"[^"]*"|[^\s"]+/g).map((word) => word.replace(/^"|"$/g, '')));
}

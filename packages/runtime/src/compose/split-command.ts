/** Splits a command line into arguments as a POSIX shell does, without running anything; `undefined` for an open quote. */
export function splitCommand(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let rest = line;
  while (rest !== '') {
    const token = TOKEN.exec(rest);
    if (!token) return undefined;
    rest = rest.slice(token[0].length);
    const text = textOf(token);
    if (text !== undefined) word = (word ?? '') + text;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

const TOKEN =
  /^(?:(?<space>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[^])*)"|\\(?<escaped>[^])|(?<plain>[^\s'"\\]+))/;

function textOf({ groups }: RegExpExecArray): string | undefined {
  if (groups?.['space'] !== undefined) return undefined;
  const { single, double, escaped, plain } = groups ?? {};
  return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
}

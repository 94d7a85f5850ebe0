/** Changed, missing and surplus words for each expected one, from 0; case and punctuation do not count. */
export function wordErrorRate(expected: string, heard: string): number {
  const [wanted, found] = [wordsOf(expected), wordsOf(heard)];
  let row = [0, ...found.map((_, at) => at + 1)];
  wanted.forEach((word, index) => {
    const before = row;
    row = [index + 1];
    found.forEach((other, at) => {
      const changed = (before[at] ?? 0) + (word === other ? 0 : 1);
      row.push(Math.min((before[at + 1] ?? 0) + 1, (row[at] ?? 0) + 1, changed));
    });
  });
  return (row.at(-1) ?? 0) / wanted.length;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** The value of `30000/1001`; `undefined` for `0/0` and for what is no fraction. */
export function parseFraction(text: unknown): number | undefined {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(typeof text === 'string' ? text : '');
  if (!match) return undefined;
  const value = Number(match[1]) / Number(match[2]);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

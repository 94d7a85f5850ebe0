const UNITS = ['', 'k', 'm', 'g', 't'];

/**
 * Bytes of `512m`, `4GB`, `4GiB` or a plain number. All units are 1024 based, as in Docker and Compose. `undefined`
 * when it is no size.
 */
export function parseByteSize(text: string): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?) ?(?:([kmgt])(?:i?b)?|b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const bytes = Math.round(Number(match[1]) * 1024 ** UNITS.indexOf((match[2] ?? '').toLowerCase()));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

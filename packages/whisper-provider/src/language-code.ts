import { MediaConduitError, nearestNames } from '@mediaconduit/sdk';

/** The languages that Whisper was trained on, in its own spelling. */
const CODES = (
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is ' +
  'it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk ' +
  'sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh'
).split(' ');

/** What others call them. */
const OTHER_CODES: Readonly<Record<string, string>> = { jv: 'jw', nb: 'no', fil: 'tl' };

/**
 * The code of a language that was named as `de`, `de-AT` or `German`; `undefined` for `auto` and for nothing.
 * @throws `MC_OPTIONS_INVALID` with the nearest language.
 */
export function languageCode(given: string | undefined): string | undefined {
  const word = given?.trim().toLowerCase() ?? '';
  if (word === '' || word === 'auto') return undefined;
  const primary = word.split(/[-_]/)[0] ?? '';
  const code = [word, primary].map((one) => OTHER_CODES[one] ?? one).find((one) => CODES.includes(one));
  if (code !== undefined) return code;
  const byName = codesByName();
  return byName.get(word) ?? refuse(word, [...byName.keys()]);
}

function codesByName(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const nameOf = (code: string): string => names.of(code === 'jw' ? 'jv' : code) ?? code;
  return new Map(CODES.map((code) => [nameOf(code).toLowerCase(), code]));
}

function refuse(word: string, names: readonly string[]): never {
  const [nearest] = nearestNames(word, word.length > 3 ? names : CODES);
  throw new MediaConduitError('MC_OPTIONS_INVALID', `There is no language "${word}" in Whisper.`, {
    hint: nearest === undefined ? `languages: auto, ${CODES.join(', ')}` : `did you mean "${nearest}"?`,
    facts: { option: 'language', value: word },
  });
}

import { MediaConduitError, nearestNames } from '@mediaconduit/sdk';
import known from '@mediaconduit/whisper-service/languages.json';

/** Codes of languages with their names in lower case, in the spelling of Whisper. */
export type Languages = Readonly<Record<string, string>>;

/** Those of the service that is installed with this package; one that runs elsewhere may know others. */
export const INSTALLED_LANGUAGES: Languages = known.names;

/** The codes of what others call them: `jv`, `burmese`. */
const OTHER_NAMES = new Map(Object.entries(known.otherNames));

/**
 * The code of a language that was named as `de`, `de-AT` or `German`; `undefined` for `auto` and for nothing.
 * @throws `MC_OPTIONS_INVALID` with the nearest language.
 */
export function languageCode(given: string | undefined, languages: Languages): string | undefined {
  const word = given?.trim().toLowerCase() ?? '';
  if (word === '' || word === 'auto') return undefined;
  const codes = new Map(Object.entries(languages).flatMap(([code, name]) => [[code, code] as const, [name, code]]));
  const primary = word.split(/[-_]/)[0] ?? '';
  const names = [word, primary].flatMap((one) => [one, OTHER_NAMES.get(one) ?? one]);
  const found = names.find((name) => codes.has(name));
  return (found === undefined ? undefined : codes.get(found)) ?? refuse(word, languages);
}

function refuse(word: string, languages: Languages): never {
  const [codes, names] = [Object.keys(languages), Object.values(languages)];
  const [nearest] = nearestNames(word, word.length > 3 ? names : codes);
  throw new MediaConduitError('MC_OPTIONS_INVALID', `There is no language "${word}" in Whisper.`, {
    hint: nearest === undefined ? `languages: auto, ${codes.join(', ')}` : `did you mean "${nearest}"?`,
    facts: { option: 'language', value: word },
  });
}

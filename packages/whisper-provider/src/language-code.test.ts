import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLED_LANGUAGES, languageCode } from './language-code';

const SERVICE_FILE = join(__dirname, '../../../services/whisper-service/app/languages.json');

describe('languageCode', () => {
  it.each([
    ['de', 'de'],
    ['German', 'de'],
    ['de-AT', 'de'],
    ['pt_BR', 'pt'],
    [' ENGLISH ', 'en'],
    ['haitian creole', 'ht'],
    ['javanese', 'jw'],
    ['jv', 'jw'],
    ['nb', 'no'],
    ['nb-NO', 'no'],
    ['yue', 'yue'],
    ['myanmar', 'my'],
    ['Burmese', 'my'],
    ['nynorsk', 'nn'],
    ['tagalog', 'tl'],
    ['auto', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p as %p', (given, code) => {
    expect(languageCode(given, INSTALLED_LANGUAGES)).toBe(code);
  });

  it.each([
    ['germn', 'did you mean "german"?'],
    ['klingon', expect.stringContaining('languages: auto, af')],
    ['xq', expect.any(String)],
    ['constructor', expect.any(String)],
  ])('refuses %p', (given, hint) => {
    expect(() => languageCode(given, INSTALLED_LANGUAGES)).toThrow(
      expect.objectContaining({ code: 'MC_OPTIONS_INVALID', hint }),
    );
  });

  it('knows what it is told to know', () => {
    expect(languageCode('Quenya', { qya: 'quenya' })).toBe('qya');
    expect(() => languageCode('German', { qya: 'quenya' })).toThrow('no language "german"');
    expect(() => languageCode('Burmese', { qya: 'quenya' })).toThrow('no language "burmese"');
  });
});

describe('INSTALLED_LANGUAGES', () => {
  it('are those of the service', () => {
    const { names } = JSON.parse(readFileSync(SERVICE_FILE, 'utf8')) as { names: Record<string, string> };
    expect(INSTALLED_LANGUAGES).toEqual(names);
  });
});

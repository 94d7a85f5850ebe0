import { languageCode } from './language-code';

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
    ['yue', 'yue'],
    ['auto', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p as %p', (given, code) => {
    expect(languageCode(given)).toBe(code);
  });

  it.each([
    ['germn', 'did you mean "german"?'],
    ['klingon', expect.stringContaining('languages: auto, af')],
    ['xq', expect.any(String)],
  ])('refuses %p', (given, hint) => {
    expect(() => languageCode(given)).toThrow(expect.objectContaining({ code: 'MC_OPTIONS_INVALID', hint }));
  });
});

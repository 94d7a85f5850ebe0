import { parseDuration } from './parse-duration';

describe('parseDuration', () => {
  it.each([
    ['500', 500],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
  ])('reads %s', (text, durationMs) => expect(parseDuration(text)).toBe(durationMs));

  it.each(['', '0', '-1', 'soon', '3 weeks', '0.1ms', '9999h'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });

  it('names the longest time', () => {
    expect(() => parseDuration('99999h')).toThrow(expect.objectContaining({ hint: 'the longest time is 596h' }));
    expect(parseDuration('596h')).toBe(2_145_600_000);
  });
});

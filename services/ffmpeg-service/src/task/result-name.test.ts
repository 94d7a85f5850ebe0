import { resultName } from './result-name';

describe('resultName', () => {
  it.each([
    ['film.mov', 'film.mp4'],
    ['../../etc/passwd', 'etc-passwd.mp4'],
    ['a"b\r\nx: y.mp3', 'a-b-x-y.mp4'],
    ['.mp4', 'output.mp4'],
    ['', 'output.mp4'],
    [undefined, 'output.mp4'],
    [`${'x'.repeat(300)}.mp4`, `${'x'.repeat(80)}.mp4`],
  ])('makes of %j %s', (given, name) => expect(resultName(given, 'mp4')).toBe(name));
});

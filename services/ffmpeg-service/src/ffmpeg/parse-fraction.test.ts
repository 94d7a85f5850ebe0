import { parseFraction } from './parse-fraction';

describe('parseFraction', () => {
  it.each<[unknown, number | undefined]>([
    ['30000/1001', 30_000 / 1001],
    ['25/1', 25],
    ['0/0', undefined],
    ['1/0', undefined],
    ['process.exit()/1', undefined],
    ['1e9/1', undefined],
    [undefined, undefined],
  ])('reads %p as %p', (text, value) => expect(parseFraction(text)).toBe(value));
});

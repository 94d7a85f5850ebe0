import { cutToWidth, widthOf } from './cut-to-width';

describe('cutToWidth', () => {
  it.each([
    ['cow.mp4', 7, 'cow.mp4'],
    ['cow.mp4', 6, 'cow.m…'],
    ['牛の映画', 8, '牛の映画'],
    ['牛の映画', 7, '牛の映…'],
    ['牛の映画', 6, '牛の…'],
    ['🐄🐄🐄', 4, '🐄…'],
    ['cafe\u0301s', 5, 'cafe\u0301s'],
    ['cafe\u0301s', 4, 'caf…'],
  ])('cuts %s at %d columns', (line, columns, shown) => {
    expect(cutToWidth(line, columns)).toBe(shown);
    expect(widthOf(shown)).toBeLessThanOrEqual(columns);
  });
});

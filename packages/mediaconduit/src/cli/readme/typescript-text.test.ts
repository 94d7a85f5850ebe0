import { runInNewContext } from 'node:vm';
import { memberName, textLiteral, valueLiteral } from './typescript-text';

describe('textLiteral', () => {
  it.each(['plain', "it's", 'a "quote"', 'back\\slash\n', '\u202e\u2028', '${x}`'])('is %j', (text) => {
    const literal = textLiteral(text);
    expect(literal).toMatch(/^'[^\n\u2028\u202e]*'$/);
    expect(runInNewContext(literal)).toBe(text);
  });
});

describe('memberName', () => {
  it.each([
    ['start', 'start'],
    ['$odd_1', '$odd_1'],
    ['odd-name', "'odd-name'"],
    ["a'b\n", "'a\\'b\\n'"],
    ['', "''"],
  ])('of %j is %s', (name, text) => expect(memberName(name)).toBe(text));
});

describe('valueLiteral', () => {
  it.each([
    ["b's", "'b\\'s'"],
    [4, '4'],
    [true, 'true'],
    [null, 'null'],
  ])('of %j is %s', (value, text) => expect(valueLiteral(value)).toBe(text));
});

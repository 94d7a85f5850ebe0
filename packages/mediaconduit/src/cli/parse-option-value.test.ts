import { describeValues, isSwitch, parseOptionValue } from './parse-option-value';

describe('parseOptionValue', () => {
  it.each([
    ['3', { type: 'integer' }, 3],
    ['-0.5', { type: 'number' }, -0.5],
    ['three', { type: 'number' }, 'three'],
    ['', { type: 'number' }, ''],
    ['true', { type: 'boolean' }, true],
    ['yes', { type: 'boolean' }, 'yes'],
    ['12', { type: 'string' }, '12'],
    ['2', { enum: [1, 2] }, 2],
    ['dead', { enum: ['borg', 'dead'] }, 'dead'],
    ['["a"]', { type: 'array' }, ['a']],
    ['a,b', { type: 'array' }, ['a', 'b']],
    ['{"a":1}', { type: 'object' }, { a: 1 }],
    ['[1]', { type: 'object' }, '[1]'],
    ['5', { type: ['string', 'integer'] }, 5],
    ['12', undefined, 12],
    ['false', undefined, false],
    ['tux', undefined, 'tux'],
    ['{"a":[1]}', undefined, { a: [1] }],
    ['a,b', undefined, 'a,b'],
    ['{"a"', undefined, '{"a"'],
    ['1,2', { type: 'array', items: { type: 'number' } }, [1, 2]],
    ['a,b', { type: ['string', 'array'] }, 'a,b'],
    ['["a"]', { anyOf: [{ type: 'string' }, { type: 'array' }] }, ['a']],
    ['json', { oneOf: [{ const: 'json' }, { type: 'object' }] }, 'json'],
    ['{"type":"object"}', { oneOf: [{ const: 'json' }, { type: 'object' }] }, { type: 'object' }],
    ['null', { type: ['integer', 'null'] }, null],
    ['[broken', { type: ['string', 'array'] }, '[broken'],
  ])('reads %j by %j', (text, schema, value) => expect(parseOptionValue(text, schema)).toEqual(value));
});

describe('parseOptionValue of broken JSON', () => {
  it.each([
    ['{"a":', { type: 'object' }],
    [' [1,', { type: 'array' }],
    ['{a:1}', { anyOf: [{ const: 'json' }, { type: 'object' }] }],
  ])('refuses %j', (text, schema) => {
    expect(() => parseOptionValue(text, schema)).toThrow(
      expect.objectContaining({ code: 'MC_USAGE', hint: expect.stringContaining('quote it for your shell') }),
    );
  });
});

describe('isSwitch', () => {
  it('is true for what is or may be a boolean', () => {
    expect([
      isSwitch({ type: 'boolean' }),
      isSwitch({ type: ['boolean', 'string'] }),
      isSwitch({ anyOf: [{ type: 'boolean' }, { enum: ['low'] }] }),
      isSwitch({ type: 'string' }),
      isSwitch({}),
    ]).toEqual([true, true, true, false, false]);
  });
});

describe('describeValues', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: ['string', 'array'] }, 'string|array'],
    [{ type: 'string', enum: ['a', 'b'] }, 'a|b'],
    [{ anyOf: [{ type: 'boolean' }, { enum: ['low', 'high'] }] }, 'low|high|boolean'],
    [{}, ''],
  ])('says %j in words', (schema, words) => expect(describeValues(schema)).toBe(words));
});

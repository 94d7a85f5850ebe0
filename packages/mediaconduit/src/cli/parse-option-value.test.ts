import { isSwitch, parseOptionValue } from './parse-option-value';

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
  ])('reads %j by %j', (text, schema, value) => expect(parseOptionValue(text, schema)).toEqual(value));
});

describe('isSwitch', () => {
  it('is true for what is or may be a boolean', () => {
    expect([
      isSwitch({ type: 'boolean' }),
      isSwitch({ type: ['boolean', 'string'] }),
      isSwitch({ type: 'string' }),
    ]).toEqual([true, true, false]);
  });
});

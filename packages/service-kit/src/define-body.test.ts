import { defineBody } from './define-body';
import { HttpError } from './http-error';

const BODY = defineBody({
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 5 },
    count: { type: 'integer', minimum: 1, maximum: 3 },
    'a/b~c': { type: 'string' },
    tags: { type: 'array', items: { type: 'string', minLength: 2 } },
    options: {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: { id: { type: ['string', 'integer'] }, cow: { enum: ['dragon', 'tux'] }, flag: { const: true } },
    },
  },
} as const);

function faultOf(value: unknown): unknown {
  try {
    return BODY.parse(value);
  } catch (error) {
    return error;
  }
}

describe('defineBody', () => {
  it('gives a right body back as it came', () => {
    const body = { text: 'moo', options: { id: 1, cow: 'tux' } };
    expect(BODY.parse(body)).toBe(body);
  });

  it.each<[unknown, string]>([
    [null, 'the body must be an object'],
    [[], 'the body must be an object'],
    ['text', 'the body must be an object'],
    [{}, 'text field is required and must be a string'],
    [{ text: 5 }, 'text field is required and must be a string'],
    [{ text: null }, 'text field is required and must be a string'],
    [{ text: '' }, 'text must not be empty'],
    [{ text: 'abcdef' }, 'text too long (max 5 characters)'],
    [{ text: 'a', count: '1' }, 'count must be an integer'],
    [{ text: 'a', count: 1.5 }, 'count must be an integer'],
    [{ text: 'a', count: 0 }, 'count must be at least 1'],
    [{ text: 'a', count: 4 }, 'count must be at most 3'],
    [{ text: 'a', 'a/b~c': 1 }, 'a/b~c must be a string'],
    [{ text: 'a', tags: ['ab', 'a'] }, 'tags.1 too short (min 2 characters)'],
    [{ text: 'a', txt: 1 }, 'unknown field "txt"; did you mean "text"?'],
    [{ text: 'a', zzzzzzz: 1 }, 'unknown field "zzzzzzz"; known: text, count, a/b~c, tags, options'],
    [{ text: 'a', options: {} }, 'options.id field is required and must be a string or integer'],
    [{ text: 'a', options: { id: 'x', cow: 'dragn' } }, 'unknown options.cow "dragn"; did you mean "dragon"?'],
    [{ text: 'a', options: { id: 'x', cow: 7 } }, 'unknown options.cow 7; known: dragon, tux'],
    [{ text: 'a', options: { id: 'x', flag: false } }, 'options.flag: Instance does not match true.'],
    [{ text: 'a', options: { id: 'x', constructor: 1 } }, 'unknown field "options.constructor"; known: id, cow, flag'],
    [JSON.parse('{"text":"a","__proto__":{}}'), 'unknown field "__proto__"; known: text, count, a/b~c, tags, options'],
    [
      { text: 'a', ['x'.repeat(1e6)]: 1 },
      `unknown field "${'x'.repeat(79)}…; known: text, count, a/b~c, tags, options`,
    ],
    [{ text: 'a', '\ud800': 1 }, 'a field name is not valid Unicode'],
  ])('refuses %#', (value, message) => {
    const fault = faultOf(value);
    expect(fault).toBeInstanceOf(HttpError);
    expect(fault).toMatchObject({ status: 400, code: 'invalid-body', message });
  });
});

import { isMediaConduitError, type MediaConduitError } from '../error/mediaconduit-error';
import { defineOptions, type ObjectSchema } from './options-schema';

const OPTIONS = defineOptions({
  type: 'object',
  properties: {
    cow: { type: 'string', minLength: 1, maxLength: 9, pattern: '^[a-z]*$', description: 'Name of the animal.' },
    mood: { enum: ['cheerful', 'gloomy'] },
    wrap: { type: 'integer', minimum: 1, maximum: 99 },
    size: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 2, multipleOf: 0.5 },
    think: { type: 'boolean' },
    tags: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string' } },
    more: { type: 'object', properties: { deep: { type: 'boolean' } } },
    either: { type: ['string', 'null'] },
    odd: { not: { type: 'string' } },
  },
} as const satisfies ObjectSchema);

function failureOf(options: object, schema: { parse(options: object): object } = OPTIONS): MediaConduitError {
  try {
    schema.parse(options);
  } catch (error) {
    if (isMediaConduitError(error, 'MC_OPTIONS_INVALID')) return error;
  }
  throw new TypeError('no MC_OPTIONS_INVALID');
}

describe('describeOptionError', () => {
  it.each([
    [{ cow: '' }, 'cow must not be empty', 'cow: Name of the animal.'],
    [{ cow: 'abcdefghij' }, 'cow must have at most 9 characters', 'cow: Name of the animal.'],
    [{ cow: 'A1' }, 'cow has a form that is not taken', 'cow: Name of the animal.'],
    [{ cow: 3 }, 'cow must be text, not a number', 'give text; cow: Name of the animal.'],
    [{ mood: 'odd' }, 'mood must be one of cheerful, gloomy', 'choose one of them'],
    [{ mood: 'glomy' }, 'mood must be one of cheerful, gloomy', 'did you mean "gloomy"?'],
    [{ wrap: 'many' }, 'wrap must be a whole number, not text', 'give a whole number'],
    [{ wrap: 1.5 }, 'wrap must be a whole number, not 1.5', 'give a whole number'],
    [{ wrap: 0 }, 'wrap must be 1 or more', 'give 1 or more'],
    [{ wrap: 100 }, 'wrap must be 99 or less', 'give 99 or less'],
    [{ size: 0 }, 'size must be more than 0', 'give more than 0'],
    [{ size: 2 }, 'size must be less than 2', 'give less than 2'],
    [{ size: 0.7 }, 'size must be a multiple of 0.5', 'give a multiple of 0.5'],
    [{ think: 'yes' }, 'think must be true or false, not text', 'give true or false'],
    [{ tags: [] }, 'tags must not be empty', 'give 1 or more'],
    [{ tags: ['a', 'b', 'c'] }, 'tags must have at most 2 entries', 'give 2 or less'],
    [{ tags: ['a', 'a'] }, 'tags must not have an entry twice', 'leave one of them out'],
    [{ more: { deep: 1 } }, 'more.deep must be true or false, not a number', 'give true or false'],
    [{ either: 1 }, 'either must be text or empty, not a number', 'give text or empty'],
  ])('says of %j: %s', (options, message, hint) => {
    expect(failureOf(options)).toMatchObject({ message, hint });
  });

  it('names what is missing', () => {
    const schema = defineOptions({ type: 'object', properties: { cow: {} }, required: ['cow'] });
    expect(failureOf({}, schema)).toMatchObject({ message: 'the option "cow" is missing', hint: 'give "cow"' });
  });

  it('says what the validator says where it has no words of its own', () => {
    expect(failureOf({ odd: 'text' })).toMatchObject({
      message: 'odd must NOT be valid',
      hint: expect.stringContaining('odd'),
    });
  });

  it('hints at the first fault', () => {
    expect(failureOf({ think: 1, wrap: 0 })).toMatchObject({
      message: 'wrap must be 1 or more; think must be true or false, not a number',
      hint: 'give 1 or more',
    });
  });
});

import { isMediaConduitError, type MediaConduitError } from '../error/mediaconduit-error';
import { defineOptions, defineStandardOptions } from './options-schema';

const OPTIONS = defineOptions({
  type: 'object',
  properties: {
    cow: { type: 'string', enum: ['tux', 'sheep'] },
    wrap: { type: 'integer', minimum: 1 },
    think: { type: 'boolean' },
  },
  additionalProperties: false,
} as const);

function failureOf(options: object): MediaConduitError {
  try {
    OPTIONS.parse(options);
  } catch (error) {
    if (isMediaConduitError(error, 'MC_OPTIONS_INVALID')) return error;
  }
  throw new TypeError('no MC_OPTIONS_INVALID');
}

describe('defineOptions', () => {
  it('answers valid options as they are', () => {
    const options = { cow: 'tux', wrap: 20 };
    expect(OPTIONS.parse(options)).toBe(options);
  });

  it('names an unknown option and the nearest known one', () => {
    const error = failureOf({ thnk: true });
    expect(error.message).toContain('unknown option "thnk"');
    expect(error.hint).toBe('did you mean "think"?');
  });

  it('lists the options when none is near', () => {
    expect(failureOf({ zzzzzz: 1 }).hint).toBe('options: cow, wrap, think');
  });

  it('names the allowed values and the nearest', () => {
    const error = failureOf({ cow: 'tuxx' });
    expect(error.message).toBe('cow must be one of tux, sheep');
    expect(error.hint).toBe('did you mean "tux"?');
  });

  it('tells every fault at once', () => {
    expect(failureOf({ wrap: 0, think: 'yes' }).facts['problems']).toEqual([
      'wrap must be 1 or more',
      'think must be true or false, not text',
    ]);
  });
});

describe('defineStandardOptions', () => {
  const standard = (validate: (value: unknown) => unknown) =>
    defineStandardOptions<{ n: number }>({ '~standard': { version: 1, vendor: 'test', validate } } as never, {
      properties: { n: {} },
    });

  it('answers what the validator makes of the options', () => {
    expect(standard(() => ({ value: { n: 2 } })).parse({ n: '2' })).toEqual({ n: 2 });
  });

  it('turns issues into one typed error', () => {
    const schema = standard(() => ({ issues: [{ message: 'too small', path: ['n'] }, { message: 'odd' }] }));
    expect(() => schema.parse({})).toThrow(
      expect.objectContaining({
        code: 'MC_OPTIONS_INVALID',
        message: 'n: too small; options: odd',
        hint: 'options: n',
      }),
    );
  });

  it('refuses a validator that answers later', () => {
    expect(() => standard(async () => ({ value: {} })).parse({})).toThrow(
      expect.objectContaining({ code: 'MC_OPTIONS_INVALID', hint: expect.stringContaining('validator') }),
    );
  });
});

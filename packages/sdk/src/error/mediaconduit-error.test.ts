import { ERROR_CODES, type ErrorCode } from './error-codes';
import { isMediaConduitError, MediaConduitError } from './mediaconduit-error';
import { messageOf, toMediaConduitError } from './to-error';

describe('MediaConduitError', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('carries what %s means', (code) => {
    const error = new MediaConduitError(code, 'what happened');
    const { exitCode, httpStatus, retryable, summary } = ERROR_CODES[code];
    expect(error).toMatchObject({
      name: 'MediaConduitError',
      code,
      message: 'what happened',
      exitCode,
      httpStatus,
      retryable,
    });
    expect(error.toJSON()).toMatchObject({
      title: summary,
      status: httpStatus,
      detail: 'what happened',
      code,
      retryable,
    });
  });

  it('keeps facts, hint and cause', () => {
    const cause = new TypeError('inner');
    const error = new MediaConduitError('MC_INTERNAL', 'outer', { hint: 'do this', facts: { a: 1 }, cause });
    expect(error).toMatchObject({ hint: 'do this', facts: { a: 1 }, cause });
  });

  it('lets one error say otherwise about retrying', () => {
    expect(new MediaConduitError('MC_SERVICE_ERROR', 'x', { retryable: false }).retryable).toBe(false);
  });
});

describe('isMediaConduitError', () => {
  it('recognises errors of another copy of the SDK', () => {
    const mark = Symbol.for('mediaconduit.error');
    const foreign = Object.assign(new Error('x'), { code: 'MC_USAGE', [mark]: true });
    expect(isMediaConduitError(foreign)).toBe(true);
    expect(isMediaConduitError(foreign, 'MC_USAGE')).toBe(true);
    expect(isMediaConduitError(foreign, 'MC_INTERNAL')).toBe(false);
  });

  it.each([undefined, null, 'MC_USAGE', { code: 'MC_USAGE' }, new Error('x')])('does not take %p for one', (value) => {
    expect(isMediaConduitError(value)).toBe(false);
  });
});

describe('toMediaConduitError', () => {
  it('passes typed errors through', () => {
    const error = new MediaConduitError('MC_USAGE', 'x');
    expect(toMediaConduitError(error, 'MC_INTERNAL')).toBe(error);
  });

  it('wraps anything else with the thrown value as cause', () => {
    const cause = new Error('inner');
    expect(toMediaConduitError(cause, 'MC_ENGINE_FAILED', { facts: { a: 1 } })).toMatchObject({
      code: 'MC_ENGINE_FAILED',
      message: 'inner',
      facts: { a: 1 },
      cause,
    });
    expect(toMediaConduitError('text').message).toBe('text');
    expect(messageOf(42)).toBe('42');
  });
});

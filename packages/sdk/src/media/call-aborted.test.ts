import { once } from 'node:events';
import { MediaConduitError } from '../error/mediaconduit-error';
import { callAborted, throwIfAborted } from './call-aborted';

describe('callAborted', () => {
  it('keeps the reason as cause', () => {
    expect(callAborted(AbortSignal.abort('enough'))).toMatchObject({
      code: 'MC_CALL_ABORTED',
      hint: expect.any(String),
      cause: 'enough',
    });
  });

  it('tells a deadline from a cancellation', () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    expect(callAborted(signal)).toMatchObject({
      code: 'MC_CALL_TIMEOUT',
      hint: expect.stringContaining('time'),
      retryable: true,
    });
  });

  it('knows the deadlines that AbortSignal makes, alone and among others', async () => {
    const timeout = AbortSignal.timeout(1);
    const signal = AbortSignal.any([timeout, new AbortController().signal]);
    await once(signal, 'abort');
    expect(callAborted(timeout).code).toBe('MC_CALL_TIMEOUT');
    expect(callAborted(signal).code).toBe('MC_CALL_TIMEOUT');
  });

  it('passes on a MediaConduitError that was given as the reason', () => {
    const reason = new MediaConduitError('MC_RUNTIME_CLOSED', 'closed');
    expect(callAborted(AbortSignal.abort(reason))).toBe(reason);
  });
});

describe('throwIfAborted', () => {
  it('throws only for a signal that has fired', () => {
    expect(() => throwIfAborted(undefined)).not.toThrow();
    expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
    expect(() => throwIfAborted(AbortSignal.abort())).toThrow(expect.objectContaining({ code: 'MC_CALL_ABORTED' }));
  });
});

import { MediaConduitError, serviceFault, type ErrorCode } from '@mediaconduit/sdk';
import { verdictOn, type CallVerdict } from './call-verdict';

const answered = (status: number, body: unknown = '') => serviceFault('whisper', '/x', { status, body });

describe('verdictOn', () => {
  it.each<[ErrorCode, CallVerdict]>([
    ['MC_SERVICE_GONE', 'connection-failure'],
    ['MC_CALL_TIMEOUT', 'failure'],
    ['MC_SERVICE_HUNG', 'failure'],
    ['MC_SERVICE_START_FAILED', 'failure'],
    ['MC_SERVICE_START_TIMEOUT', 'failure'],
    ['MC_SERVICE_ERROR', 'failure'],
    ['MC_REMOTE_ERROR', 'connection-failure'],
    ['MC_CALL_ABORTED', 'ignored'],
    ['MC_SERVICE_BUSY', 'ignored'],
    ['MC_CIRCUIT_OPEN', 'ignored'],
    ['MC_INPUT_INVALID', 'ignored'],
    ['MC_RUNTIME_CLOSED', 'ignored'],
    ['MC_SERVICE_REPLY_INVALID', 'ignored'],
  ])('takes %s without a status for: %s', (code, verdict) => {
    expect(verdictOn(new MediaConduitError(code, 'x'))).toBe(verdict);
  });

  it.each([500, 501, 502, 503, 504, 599])('takes an answer of %p for a failure', (status) => {
    expect(verdictOn(answered(status))).toBe('failure');
  });

  it.each([400, 401, 404, 413, 422, 499])('takes an answer of %p for a sign that it works', (status) => {
    expect(verdictOn(answered(status))).toBe('success');
  });

  it.each([
    ['429', answered(429)],
    ['the word busy', answered(503, { error: 'full', code: 'busy' })],
    ['a disk that is full', answered(507)],
    ['weights that are damaged', answered(502, { code: 'weights-invalid' })],
    [
      '5xx that is marked',
      new MediaConduitError('MC_SERVICE_ERROR', 'x', { retryable: false, facts: { status: 500 } }),
    ],
    ['a remote API that refuses', new MediaConduitError('MC_REMOTE_ERROR', 'x', { retryable: false })],
    ['a cancellation', new DOMException('x', 'AbortError')],
  ])('ignores %s', (_, error) => {
    expect(verdictOn(error)).toBe('ignored');
  });

  it.each([
    ['a code of the system', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    [
      'the cause of fetch',
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }),
    ],
  ])('finds a lost connection in %s', (_, error) => {
    expect(verdictOn(error)).toBe('connection-failure');
  });

  it.each([new Error('x'), new DOMException('x', 'TimeoutError'), 'text', undefined, null])(
    'takes %p for a failure',
    (e) => {
      expect(verdictOn(e)).toBe('failure');
    },
  );
});

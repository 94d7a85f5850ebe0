import { unexpectedReply } from './unexpected-reply';

describe('unexpectedReply', () => {
  it('says what was expected, and what came', () => {
    expect(unexpectedReply('cow', { expected: 'a cow', reply: { sheep: 1 } })).toMatchObject({
      code: 'MC_SERVICE_REPLY_INVALID',
      message: 'The cow service answered something else than a cow.',
      hint: expect.stringContaining('the cow service, in a version'),
      facts: { service: 'cow', expected: 'a cow', reply: '{"sheep":1}' },
      retryable: false,
    });
  });

  it.each<[string, unknown, string | undefined]>([
    ['shortens what is long', 'm'.repeat(9999), `"${'m'.repeat(499)}`],
    ['takes nothing at all', undefined, undefined],
  ])('%s', (_what, reply, shown) => {
    expect(unexpectedReply('cow', { expected: 'a cow', reply }).facts['reply']).toBe(shown);
  });
});

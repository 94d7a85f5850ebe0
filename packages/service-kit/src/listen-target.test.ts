import { listenTarget } from './listen-target';

describe('listenTarget', () => {
  it('is port 8080 on the loopback address by default', () => {
    expect(listenTarget({})).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(listenTarget({ PORT: '', HOST: '' })).toEqual({ host: '127.0.0.1', port: 8080 });
  });

  it('takes port and host from the environment', () => {
    expect(listenTarget({ PORT: '0', HOST: '::' })).toEqual({ host: '::', port: 0 });
  });

  it('prefers an inherited socket', () => {
    expect(listenTarget({ MEDIACONDUIT_LISTEN_FD: '3', PORT: '80' })).toEqual({ fd: 3 });
  });

  it.each([
    [{ PORT: '65536' }],
    [{ PORT: '-1' }],
    [{ PORT: '80.5' }],
    [{ PORT: ' ' }],
    [{ MEDIACONDUIT_LISTEN_FD: '2' }],
    [{ MEDIACONDUIT_LISTEN_FD: 'x' }],
  ])('refuses %p', (environment) => {
    expect(() => listenTarget(environment)).toThrow(/must be a whole number from \d+ to \d+, not "/);
  });
});

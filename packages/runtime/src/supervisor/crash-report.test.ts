import { MediaConduitError } from '@mediaconduit/sdk';
import { DEFAULT_LIVENESS, DEFAULT_RESTART, type StackMember } from './stack-member';
import { createCrashReport } from './crash-report';
import type { CrashReport } from './unit';

const member = (settings: StackMember['settings']): StackMember => ({
  ...{ name: 'cow', settings, dependsOn: [], critical: true, restartWithDependencies: false, rolling: false },
  ...{ restart: DEFAULT_RESTART, liveness: DEFAULT_LIVENESS, stopGraceMs: 0 },
  createUnit: () => {
    throw new TypeError('no unit');
  },
});

const reportOf = (settings: StackMember['settings'], logs: readonly string[], error?: MediaConduitError): CrashReport =>
  createCrashReport({
    member: member(settings),
    error: error ?? new MediaConduitError('MC_SERVICE_GONE', 'gone'),
    end: { logs },
    uptimeMs: 0,
    restarts: 0,
  });

describe('createCrashReport', () => {
  const settings = {
    environment: { HF_TOKEN: 'hf_0123', APP_KEY: 'base64:abc', DB: 'postgres://cow:h%40y-hay@db/farm', MODE: 'quiet' },
    process: { command: ['cow', '--mode', 'quiet'], environment: { DB_PASS: 'moo-moo' } },
    inherited: { AWS_SECRET_ACCESS_KEY: 'wJalr' },
  };

  it('hides the values of secrets in the last lines', () => {
    const lines = [
      'using hf_0123 in quiet mode',
      'base64:abc moo-moo wJalr',
      'cannot reach postgres://cow:h%40y-hay@db/farm with h@y-hay',
      'redis://:other@cache',
    ];
    expect(reportOf(settings, lines).logs).toEqual([
      'using *** in quiet mode',
      '*** *** ***',
      'cannot reach postgres://cow:***@db/farm with ***',
      'redis://:***@cache',
    ]);
  });

  it('hides them in the error, too, and leaves one without any as it is', () => {
    const error = new MediaConduitError('MC_SERVICE_START_FAILED', 'hf_0123 is refused.', {
      hint: 'renew hf_0123',
      facts: { logs: ['bad token hf_0123'], exitCode: 3 },
      retryable: true,
    });
    expect(reportOf(settings, [], error).error).toMatchObject({
      ...{ code: 'MC_SERVICE_START_FAILED', message: '*** is refused.', hint: 'renew ***', retryable: true },
      facts: { logs: ['bad token ***'], exitCode: 3 },
    });
    expect(reportOf({}, [], error).error).toBe(error);
  });
});

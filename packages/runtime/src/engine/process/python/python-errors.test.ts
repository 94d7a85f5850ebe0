import { installFailedError } from './python-errors';

const FAILURE = { serviceId: 'moo-service', step: 'pip install', exitCode: 1, freeBytes: 1e9 };

describe('installFailedError', () => {
  it.each([
    [
      'no-such-version',
      'the package index has no wheel',
      [
        'ERROR: Could not find a version that satisfies the requirement moo==9 (from versions: 1, 2)',
        'ERROR: No matching distribution found for moo==9',
      ],
    ],
    [
      'no-network',
      'the package index does not answer',
      [
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<…>: Failed to establish a new connection: [Errno 111] Connection refused')': /moo/",
        'ERROR: Could not find a version that satisfies the requirement moo==1 (from versions: none)',
        'ERROR: No matching distribution found for moo==1',
      ],
    ],
    [
      'certificate',
      'the certificate of the package index is not trusted',
      [
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))': /moo/",
        'ERROR: No matching distribution found for moo==1',
      ],
    ],
    [
      'lock-invalid',
      'the lock does not pin and hash everything',
      ['ERROR: Hashes are required in --require-hashes mode, but they are missing from some requirements.', '    moo'],
    ],
    [
      'lock-invalid',
      'the lock does not pin and hash everything',
      ['ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not:'],
    ],
    [undefined, 'pip install ended with exit code 1', ['Traceback (most recent call last):', 'KeyError: 1']],
  ])('finds the cause %s', (reason, message, logs) => {
    const error = installFailedError({ ...FAILURE, logs });
    expect(error).toMatchObject({ code: 'MC_SERVICE_START_FAILED', facts: { reason, logs, service: 'moo-service' } });
    expect(error.message).toContain(message);
    expect(error.hint).toEqual(expect.stringMatching(/\w/));
  });

  it.each([
    ['says so', ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'], 1e9],
    ['says nothing', ["Error: Command '['python3', '-m', 'ensurepip']' returned non-zero exit status 1."], 0],
  ])('knows a full disk where the tool %s', (_how, logs, freeBytes) => {
    const error = installFailedError({ ...FAILURE, logs, freeBytes });
    expect(error).toMatchObject({ code: 'MC_DISK_FULL', facts: { reason: 'no-space' } });
  });
});

import { processEnvironment } from './process-environment';

describe('processEnvironment', () => {
  it('passes on what every program needs', () => {
    const ours = {
      PATH: '/bin',
      HOME: '/home/me',
      LANG: 'C.UTF-8',
      LC_ALL: 'C',
      TZ: 'UTC',
      https_proxy: 'http://p:1',
      SSL_CERT_FILE: '/ca',
    };
    expect(processEnvironment(ours)).toEqual(ours);
  });

  it('keeps our keys and what changes Node.js to ourselves', () => {
    const ours = {
      OPENAI_API_KEY: 's3cret',
      NODE_OPTIONS: '--inspect',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      PATHOLOGY: 'x',
    };
    expect(processEnvironment(ours)).toEqual({});
  });

  it('lets a definition name them', () => {
    const named = { NODE_OPTIONS: '--max-old-space-size=64', NODE_EXTRA_CA_CERTS: '/own.pem' };
    expect(processEnvironment({ NODE_OPTIONS: '--inspect' }, named)).toEqual(named);
  });

  it('lets later layers win', () => {
    expect(processEnvironment({ PATH: '/bin' }, { A: '1', B: '1', PATH: '/opt' }, { B: '2' })).toEqual({
      ...{ A: '1', B: '2' },
      PATH: '/opt',
    });
  });

  it('knows the variables of Windows in any spelling', () => {
    const ours = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', ComSpec: 'cmd.exe', PATHEXT: '.EXE' };
    expect(processEnvironment(ours)).toEqual(ours);
  });

  it('leaves out what has no value', () => {
    expect(processEnvironment({ PATH: undefined }, { A: undefined })).toEqual({});
  });
});

import { temporaryFolder } from '@mediaconduit/testkit';
import { buildEnvironment } from './build-environment';

describe('buildEnvironment', () => {
  it('passes proxies on, in upper case, but none that only this machine can reach', () => {
    const environment = {
      http_proxy: 'http://proxy.example:3128',
      HTTPS_PROXY: 'http://user:word@127.0.0.1:8080',
      NO_PROXY: 'localhost,127.0.0.1',
      ALL_PROXY: 'socks5://localhost:1',
    };
    const { args, files } = buildEnvironment('FROM x', environment);
    expect(args).toEqual({ HTTP_PROXY: 'http://proxy.example:3128', NO_PROXY: 'localhost,127.0.0.1' });
    expect(files).toEqual([]);
  });

  it('gives certificates only to a Dockerfile that asks for them', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('ca.pem', 'PEM');
    const asks = 'FROM x\nARG MEDIACONDUIT_CA_FILE=/dev/null\n';
    expect(buildEnvironment('FROM x', { NODE_EXTRA_CA_CERTS: file }).files).toEqual([]);
    expect(buildEnvironment(asks, { SSL_CERT_FILE: file })).toEqual({
      args: { MEDIACONDUIT_CA_FILE: '.mediaconduit-ca.crt' },
      files: [{ path: '.mediaconduit-ca.crt', content: Buffer.from('PEM') }],
    });
    expect(buildEnvironment(asks, { SSL_CERT_FILE: '/no/such/file' }).files[0]?.content).toHaveLength(0);
  });
});

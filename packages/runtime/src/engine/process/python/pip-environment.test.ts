import { pipEnvironment } from './pip-environment';

describe('pipEnvironment', () => {
  it('passes on the index, the certificates and the proxy of the user, and no keys', () => {
    const own = {
      PIP_INDEX_URL: 'https://index.example/simple',
      PIP_CERT: '/ca.pem',
      HTTPS_PROXY: 'http://proxy:1',
      REQUESTS_CA_BUNDLE: '/ca.pem',
      XDG_CONFIG_HOME: '/config',
    };
    const environment = pipEnvironment({ ...own, OPENAI_API_KEY: 'secret', PYTHONPATH: '/mine' });
    expect(environment).toMatchObject(own);
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['OPENAI_API_KEY']));
    expect(environment).not.toHaveProperty('PYTHONPATH');
  });

  it('lets no setting put the packages elsewhere or add some', () => {
    const environment = pipEnvironment({ PIP_TARGET: '/x', PIP_USER: '1', PIP_NO_BINARY: ':all:', pip_prefix: '/x' });
    expect(environment).toEqual({ PIP_USER: '0', PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' });
  });
});

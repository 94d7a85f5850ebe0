import { toServiceOverrides } from './to-service-overrides';

describe('toServiceOverrides', () => {
  it('takes every setting of a service', () => {
    const config = {
      dockerCompose: 'gpu.yml',
      serviceName: 'web',
      healthEndpoint: '/health',
      defaultBaseUrl: 'http://localhost:1',
      environment: { NODE_ENV: 'production' },
    };
    expect(toServiceOverrides(config)).toEqual(config);
  });

  it.each([[undefined], [{}], [{ serviceName: undefined }]])('has nothing to change for %j', (config) => {
    expect(toServiceOverrides(config)).toBeUndefined();
  });

  it.each([
    [{ dockerCompos: 'x' }, 'serviceConfig.dockerCompos is no setting of a service', 'did you mean "dockerCompose"?'],
    [{ gpu: true }, 'serviceConfig.gpu is no setting of a service', expect.stringContaining('healthEndpoint')],
    [{ serviceName: 5 }, 'serviceConfig.serviceName must be a text', expect.any(String)],
    [{ environment: { A: 1 } }, 'serviceConfig.environment must map names to texts', expect.any(String)],
    [{ environment: ['A=1'] }, 'serviceConfig.environment must map names to texts', expect.any(String)],
  ])('refuses %j', (config, message, hint) => {
    expect(() => toServiceOverrides(config)).toThrow(
      expect.objectContaining({ code: 'MC_CONFIG_INVALID', message, hint }),
    );
  });
});

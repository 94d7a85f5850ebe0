import { parseServiceDefinition } from './parse-service-definition';
import { withOverrides } from './with-overrides';

const parse = (text: string) => parseServiceDefinition(text, { file: '/s/MediaConduit.service.yml' });
const docker = parse('id: moo\ndocker: { composeFile: a.yml, serviceName: web }\nenvironment: { A: 1, B: 2 }');

describe('withOverrides', () => {
  it('replaces what is given, adds to the environment and leaves the definition as it was', () => {
    const before = structuredClone(docker);
    const merged = withOverrides(docker, {
      dockerCompose: './sub/b.yml',
      serviceName: 'api',
      healthEndpoint: 'api/tags',
      environment: { B: 'x', C: 'y' },
    });
    expect(merged).toMatchObject({
      docker: { composeFile: './sub/b.yml', serviceName: 'api' },
      readiness: { path: '/api/tags', timeoutMs: 60_000 },
      environment: { A: '1', B: 'x', C: 'y' },
      engines: ['docker'],
    });
    expect(docker).toEqual(before);
  });

  it('changes nothing without overrides', () => {
    expect(withOverrides(docker, {})).toEqual(docker);
  });

  it('takes the port of a local base URL as the one to try first', () => {
    const merged = withOverrides(docker, { defaultBaseUrl: 'http://localhost:8080' });
    expect(merged.docker?.hostPort).toBe(8080);
    expect(merged.url).toBeUndefined();
    expect(withOverrides(docker, { defaultBaseUrl: 'http://farm.example:8080' })).toEqual(docker);
  });

  it('replaces the address of a service that somebody else runs', () => {
    const merged = withOverrides(parse('id: a\nurl: http://a'), { defaultBaseUrl: 'https://b' });
    expect(merged).toMatchObject({ url: 'https://b', engines: ['remote'], docker: undefined });
  });

  it('adds Docker as the last choice when only the override names a compose file', () => {
    const merged = withOverrides(parse('id: a\nprocess: { command: [a] }'), { dockerCompose: 'c.yml' });
    expect(merged).toMatchObject({
      engines: ['process', 'docker'],
      docker: { composeFile: 'c.yml', serviceName: 'a' },
    });
  });

  it.each([
    [{ dockerCompose: '../../etc/passwd' }, 'dockerCompose'],
    [{ dockerCompose: '/etc/passwd' }, 'dockerCompose'],
    [{ healthEndpoint: '/\\evil.example' }, 'healthEndpoint'],
  ])('refuses %j', (overrides, key) => {
    expect(() => withOverrides(docker, overrides)).toThrow(
      expect.objectContaining({ code: 'MC_MANIFEST_INVALID', facts: expect.objectContaining({ service: 'moo', key }) }),
    );
  });
});

import { serviceDefinition } from '@mediaconduit/testkit';
import { parseServiceUrl } from './parse-service-url';

const parse = (url: string | undefined) => parseServiceUrl(serviceDefinition({ url }));

describe('parseServiceUrl', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1', 8080],
    ['http://localhost/', 'http://localhost', 'localhost', 80],
    ['https://example.org/a/b//', 'https://example.org/a/b', 'example.org', 443],
    ['http://[::1]:9', 'http://[::1]:9', '::1', 9],
    ['HTTP://EXAMPLE.org:81', 'http://example.org:81', 'example.org', 81],
  ])('reads %s', (url, baseUrl, host, port) => {
    expect(parse(url)).toEqual({ baseUrl, address: { host, port } });
  });

  it.each([
    [undefined, 'is no URL'],
    ['', 'is no URL'],
    ['example.org', 'is no URL'],
    ['ftp://example.org', 'has the scheme ftp:'],
    ['http://me:s3cret@example.org', 'holds credentials'],
    ['http://me@example.org', 'holds credentials'],
    ['http://example.org?key=s3cret', 'has a query or a fragment'],
    ['http://example.org#x', 'has a query or a fragment'],
  ])('refuses %s', (url, problem) => {
    expect(() => parse(url)).toThrow(
      expect.objectContaining({ code: 'MC_CONFIG_INVALID', facts: { service: 'test-service', problem } }),
    );
  });

  it('does not repeat a password in the error', () => {
    expect(() => parse('http://me:s3cret@example.org')).not.toThrow('s3cret');
  });
});

import { MediaConduitError, type ServiceAddress, type ServiceDefinition } from '@mediaconduit/sdk';

/** A URL of a service in the two forms that callers need. */
export interface ServiceUrl {
  /** Without a trailing slash; a path is kept: the service may live below one. */
  readonly baseUrl: string;
  readonly address: ServiceAddress;
}

/**
 * Reads the URL of a remote service.
 * @throws `MC_CONFIG_INVALID` when it is missing, malformed, not http(s), holds credentials, a query or a fragment.
 */
export function parseServiceUrl(definition: ServiceDefinition): ServiceUrl {
  const url = toUrl(definition);
  const problem = problemOf(url);
  if (url === undefined || problem !== undefined) throw invalidUrlError(definition, problem ?? 'is no URL');
  const baseUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { baseUrl, address: addressOfUrl(url) };
}

/** Where to connect to; a URL leaves the usual port of its scheme out. */
export function addressOfUrl({ hostname, port, protocol }: URL): ServiceAddress {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

function toUrl({ url }: ServiceDefinition): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

function problemOf(url: URL | undefined): string | undefined {
  if (!url) return 'is no URL';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `has the scheme ${url.protocol}`;
  if (url.username !== '' || url.password !== '') return 'holds credentials';
  return url.search === '' && url.hash === '' ? undefined : 'has a query or a fragment';
}

/** The URL itself is not shown: it may hold a password. */
function invalidUrlError({ id }: ServiceDefinition, problem: string): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `The URL of ${id} ${problem}.`, {
    hint: 'use http://host:port or https://host, and hand credentials over in headers',
    facts: { service: id, problem },
  });
}
